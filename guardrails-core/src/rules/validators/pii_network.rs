//! Validators of the addresses of networks and devices: IP, MAC, telephones and SIM cards.

use super::Validity;
use super::checksum::{Compact, base36, luhn, number, plausible, proven};

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] =
    &[("ip_address", ip_address), ("mac_address", mac_address), ("imei", imei), ("iccid", iccid), ("imsi", imsi)];

/// IPv4 or IPv6 address: octets below 256 and hextets (RFC 791, RFC 4291); not a netmask, loopback, unspecified or broadcast address.
pub(super) fn ip_address(text: &[u8]) -> Validity {
    if text.contains(&b':') {
        return v6(text);
    }
    let mut octets = [0u64; 4];
    let mut count = 0usize;
    for part in text.split(|b| *b == b'.') {
        let padded = part.len() > 1 && part.first() == Some(&b'0');
        match octets.get_mut(count) {
            Some(slot) if !padded && (1..=3).contains(&part.len()) && number(part) < 256 => *slot = number(part),
            _ => return Validity::Invalid,
        }
        count += 1;
    }
    let [a, b, c, d] = octets;
    let mask = a == 255 || (a >= 224 && d == 0) || (c == 0 && d == 0 && a >= 248);
    let special = matches!(a, 0 | 127) || mask || a >= 224;
    // 1.2.3.4 and its like are how versions and section numbers look.
    let small = a < 20 && b < 20 && c < 20 && d < 20 && a != 10;
    // Networks, and the addresses that every router has when it is unpacked: they say nothing of a person.
    let common = d == 0 || matches!([a, b, c, d], [192, 168, 0 | 1, 1] | [10, 0, 0, 1]);
    if count != 4 || special {
        Validity::Invalid
    } else if small || common {
        Validity::Plausible
    } else {
        Validity::Valid
    }
}

/// IPv6: groups of up to four hex digits, `::` once, the last 32 bits also as IPv4 (RFC 4291, section 2.2).
fn v6(text: &[u8]) -> Validity {
    let address = text.split(|b| *b == b'%' || *b == b'/').next().unwrap_or_default();
    let elided = address.windows(2).filter(|w| *w == b"::").count();
    let triple = address.windows(3).any(|w| w == b":::");
    let mut groups = 0usize;
    let mut significant = 0usize;
    let mut total = 0u64;
    for part in address.split(|b| *b == b':').filter(|p| !p.is_empty()) {
        if part.contains(&b'.') {
            if ip_shape(part) {
                groups += 2;
                significant += 2;
                total += 2;
                continue;
            }
            return Validity::Invalid;
        }
        if part.len() > 4 || !part.iter().all(u8::is_ascii_hexdigit) {
            return Validity::Invalid;
        }
        groups += 1;
        let value = part.iter().fold(0u64, |n, b| n * 16 + u64::from(base36(*b)));
        total += value;
        significant += usize::from(value > 0);
    }
    let loopback = total <= 1;
    let single = |at: Option<&u8>| at == Some(&b':');
    let ends = (single(address.first()) && address.get(1) != Some(&b':'))
        || (single(address.last()) && address.len() >= 2 && address.get(address.len() - 2) != Some(&b':'));
    let complete = (elided == 0 && groups == 8) || (elided == 1 && groups < 8);
    if triple || ends || loopback || !complete || !address.iter().any(u8::is_ascii_digit) {
        return Validity::Invalid;
    }
    // `a::b` is also how C++, Rust and Ruby write paths: an elided address needs two groups and a digit.
    let digits = address.iter().any(u8::is_ascii_digit);
    if elided == 0 || (groups >= 3 && digits) { Validity::Valid } else { plausible(digits && significant >= 1 && groups >= 2) }
}

/// Four numbers below 256, as an IPv6 address may end.
fn ip_shape(text: &[u8]) -> bool {
    text.split(|b| *b == b'.').count() == 4 && text.split(|b| *b == b'.').all(|p| (1..=3).contains(&p.len()) && number(p) < 256)
}

/// MAC address: not all zeros or ones (IEEE 802).
pub(super) fn mac_address(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    // `1234.5678.9012` is a number in groups of four, not an address.
    if text.contains(&b'.') && c.bytes().iter().all(u8::is_ascii_digit) {
        return Validity::Invalid;
    }
    proven(c.len() == 12 && !c.all_same() && c.bytes().iter().any(u8::is_ascii_digit) && c.bytes().iter().all(u8::is_ascii_hexdigit))
}

/// IMEI: Luhn over fifteen digits; sixteen are an IMEISV without a check digit (3GPP TS 23.003).
pub(super) fn imei(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    match c.len() {
        15 => proven(c.is_digits(15) && !c.all_same() && luhn(c.bytes())),
        16 => plausible(!c.all_same()),
        _ => Validity::Invalid,
    }
}

/// SIM card: 89, Luhn over all digits, or over all but a trailing one (ITU-T E.118).
pub(super) fn iccid(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    if !(18..=22).contains(&c.len()) || c.range(0, 2) != b"89" {
        return Validity::Invalid;
    }
    if luhn(c.bytes()) || luhn(c.range(0, 19)) { Validity::Valid } else { Validity::Plausible }
}

/// IMSI: mobile country code 2xx-7xx of the regions (ITU-T E.212).
pub(super) fn imsi(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    plausible((14..=15).contains(&c.len()) && matches!(c.number(0, 3), 202..=750 | 901) && !c.all_same())
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

    #[test]
    fn networks() {
        check(
            ip_address,
            &["203.0.113.7", "10.1.2.3", "2001:db8::8a2e:370:7334", "fe80::1ff:fe23:4567:890a"],
            &["127.0.0.1", "255.255.255.0", "0.0.0.0", "256.1.1.1", "1.2.3", "::1", "::", "1:2:3", "12:30:45"],
        );
        check(mac_address, &["00:1A:2B:3C:4D:5E"], &["FF:FF:FF:FF:FF:FF", "00:00:00:00:00:00"]);
        check(imei, &["49-015420-323751-8", "356938035643809"], &["490154203237519"]);
    }
}
