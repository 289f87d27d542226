//! Values that look drawn at random and are public: public keys, identifiers that sort by time, versions, names of builds and caches.

use super::bytes::count;

/// The base64 of an OpenSSH public key, which begins with the length and the name of its algorithm (RFC 4253, section 6.6), of an X.509
/// certificate or of a `SubjectPublicKeyInfo`, or what files are encrypted to; an identifier; a version.
pub(super) fn is_public(text: &[u8]) -> bool {
    const STARTS: &[&[u8]] =
        &[b"AAAAB3NzaC1", b"AAAAC3NzaC1", b"AAAAE2VjZHNh", b"AAAAG", b"AAAAI", b"MIIBIjANBg", b"MIICIjANBg", b"MFkwEwYHKoZI", b"MIGfMA0G"];
    STARTS.iter().any(|start| text.starts_with(start)) || is_recipient(text) || is_ulid(text) || is_version(text)
}

/// A recipient of age: 32 bytes in Bech32 behind `age1` (<https://age-encryption.org/v1>). Its key begins with `AGE-SECRET-KEY-1`.
fn is_recipient(text: &[u8]) -> bool {
    let bech32 = |b: &u8| b.is_ascii_digit() || (b.is_ascii_lowercase() && !matches!(b, b'b' | b'i' | b'o'));
    text.strip_prefix(b"age1").is_some_and(|data| data.len() == 58 && data.iter().all(bech32))
}

/// A ULID: 26 characters of Crockford's base 32, the first ten of them milliseconds since 1970 (<https://github.com/ulid/spec>). Those of 2004 to
/// 2039 begin with `01`.
fn is_ulid(text: &[u8]) -> bool {
    let crockford = |b: &u8| b.is_ascii_digit() || (b.is_ascii_uppercase() && !matches!(b, b'I' | b'L' | b'O' | b'U'));
    text.len() == 26 && text.starts_with(b"01") && text.iter().all(crockford)
}

/// `v4.4.4/go.mod`, `1.24.0-rc.1`: three numbers with dots between them, and what a version has behind them.
fn is_version(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"v").unwrap_or(text);
    let mut parts = text.splitn(3, |b| *b == b'.');
    let is_number = |part: &[u8]| (1..=3).contains(&part.len()) && part.iter().all(u8::is_ascii_digit);
    let (first, second, rest) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
    let patch = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    first.is_some_and(is_number)
        && second.is_some_and(is_number)
        && (1..=3).contains(&patch)
        && rest.get(patch).is_none_or(|b| matches!(b, b'-' | b'+' | b'/'))
}

/// `Linux-node-9f2c…`, `aspnet-App-F6191931-9578-…`, `I9f2c…`, `+9f2c…`: words and a digest or a UUID, a change of Gerrit, a line of `git submodule
/// status`. A prefix that says what it is, such as `key-`, is none of these words.
pub(super) fn is_named_digest(text: &[u8]) -> bool {
    const DIGESTS: [usize; 2] = [40, 64];
    const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];
    const SECRET: &[&[u8]] = &[b"key", b"token", b"secret", b"auth", b"pat", b"pass", b"live", b"prod"];
    let is_hex = |part: &[u8]| part.iter().all(u8::is_ascii_hexdigit) && !part.iter().any(u8::is_ascii_uppercase);
    if let [b'I' | b'+' | b'-', digest @ ..] = text
        && digest.len() == DIGESTS[0]
        && is_hex(digest)
    {
        return true;
    }
    let parts = || text.split(|b| *b == b'-');
    let all = count(text, |b| *b == b'-') + 1;
    let is_word = |part: &[u8]| {
        part.len() >= 3 && part.iter().all(u8::is_ascii_alphabetic) && !SECRET.iter().any(|word| part.eq_ignore_ascii_case(word))
    };
    let has_digest = all > 1 && parts().next_back().is_some_and(|last| DIGESTS.contains(&last.len()) && is_hex(last));
    let has_uuid = all > GROUPS.len()
        && parts().skip(all - GROUPS.len()).zip(GROUPS).all(|(part, len)| part.len() == len && part.iter().all(u8::is_ascii_hexdigit));
    let words = all - if has_uuid { GROUPS.len() } else { 1 };
    (has_digest || has_uuid) && parts().take(words).all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGEST: &str = "9f2c41d07be84a6f83d10c5e7724aab112345678";

    #[test]
    fn identifiers_and_versions_are_public() {
        let recipient = format!("age1{}", "qpzry9x8gf2tvdw0s3jn54khce6mua7l".repeat(2).get(..58).unwrap());
        for public in
            [recipient.as_str(), "01HQ8M8B0FKF18FS0NQVNY1630", "v4.4.4/go.mod", "1.24.0-rc.1+build5", "v0.0.0-20240102150405-9f2c41d07be8"]
        {
            assert!(is_public(public.as_bytes()), "{public}");
        }
        for other in [
            "11HQ8M8B0FKF18FS0NQVNY1630",
            "01HQ8M8B0FKF18FS0NQUNY1630",
            "age1short",
            "1.2",
            "v1.2.x",
            "1234.5.6",
            "1.2.3abcDEF",
            "1.2.3.q7Rk2mVx9",
        ] {
            assert!(!is_public(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn digests_with_names_are_told_from_keys() {
        let uuid = "F6191931-9578-493B-BFD0-A5E1DC939A23";
        for named in [
            format!("Linux-node-{DIGEST}"),
            format!("deps-{DIGEST}"),
            format!("I{DIGEST}"),
            format!("+{DIGEST}"),
            format!("aspnet-App-{uuid}"),
        ] {
            assert!(is_named_digest(named.as_bytes()), "{named}");
        }
        for other in [
            DIGEST.to_owned(),
            uuid.to_owned(),
            format!("key-{DIGEST}"),
            format!("sk-{DIGEST}"),
            format!("acme-token-{uuid}"),
            format!("Q{DIGEST}"),
        ] {
            assert!(!is_named_digest(other.as_bytes()), "{other}");
        }
    }
}
