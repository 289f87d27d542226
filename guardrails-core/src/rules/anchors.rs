//! Structural anchors, for shapes that hold no keyword: where digits gather, and where a long token runs.

/// Digits further apart than this belong to different clusters. The widest gap inside one value is a month's name in a date.
pub(super) const DIGIT_GAP: usize = 16;

/// The shortest run that is a token: the shortest identifiers without a keyword (base58 addresses) have 25 characters.
pub(super) const TOKEN_LEN: usize = 20;

/// A stretch of text that begins and ends with a digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cluster {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) digits: usize,
}

/// A stretch of token characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The most letters and digits in a row.
    pub(super) run: usize,
}

/// Whether `bytes` holds at least `least` digits.
pub(super) fn has_digits(bytes: &[u8], least: usize) -> bool {
    // Sums of bytes compile to vector instructions, sixteen at a time; a block holds no more than fit into one.
    let (blocks, rest) = bytes.as_chunks::<128>();
    let sum = |block: &[u8]| usize::from(block.iter().fold(0u8, |digits, byte| digits + u8::from(byte.wrapping_sub(b'0') < 10)));
    least == 0 || blocks.iter().map(|block| sum(block)).sum::<usize>() + sum(rest) >= least
}

/// Calls `found` for every cluster of digits no further than [`DIGIT_GAP`] bytes apart.
pub(super) fn digit_clusters(bytes: &[u8], mut found: impl FnMut(Cluster)) {
    let mut open: Option<Cluster> = None;
    let mut at = 0;
    while let Some(rest) = bytes.get(at..) {
        let skip = digit_free_prefix(rest);
        at += skip;
        if open.is_some_and(|cluster| at - cluster.end > DIGIT_GAP || at >= bytes.len()) {
            open.take().into_iter().for_each(&mut found);
        }
        let digits = bytes.get(at..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            break;
        }
        let start = at;
        at += digits;
        match &mut open {
            Some(cluster) => (cluster.end, cluster.digits) = (at, cluster.digits + digits),
            None => open = Some(Cluster { start, end: at, digits }),
        }
    }
    open.into_iter().for_each(found);
}

/// Whether a cluster of `bytes` holds at least `least` digits.
pub(super) fn has_cluster(bytes: &[u8], least: usize) -> bool {
    if least < 2 || !has_digits(bytes, least) {
        return has_digits(bytes, least);
    }
    let mut found = false;
    digit_clusters(bytes, |cluster| found |= cluster.digits >= least);
    found
}

/// How many bytes stand before the first digit. Sixteen at a time, which compiles to vector instructions.
fn digit_free_prefix(bytes: &[u8]) -> usize {
    let free = |block: &[u8; 16]| !block.iter().fold(false, |any, byte| any | (byte.wrapping_sub(b'0') < 10));
    let blocks = bytes.as_chunks::<16>().0.iter().take_while(|block| free(block)).count() * 16;
    blocks + bytes.get(blocks..).unwrap_or_default().iter().take_while(|byte| !byte.is_ascii_digit()).count()
}

/// Whether so many token characters stand in a row.
pub(super) fn has_run(bytes: &[u8], least: usize) -> bool {
    let mut at = 0;
    // What is none of them among the bytes that such a run would have says that none begins before it.
    while let Some(run) = bytes.get(at..at + least) {
        match run.iter().rposition(|byte| !is_token(*byte)) {
            Some(other) => at += other + 1,
            None => return true,
        }
    }
    false
}

/// Calls `found` with every run of at least [`TOKEN_LEN`] of `[A-Za-z0-9+/=_-]`.
pub(super) fn token_runs(bytes: &[u8], mut found: impl FnMut(Token)) {
    // A run of that length covers one of the positions that are multiples of it, so only those are looked at first.
    let mut at = TOKEN_LEN - 1;
    while let Some(byte) = bytes.get(at) {
        if is_token(*byte) {
            let before = bytes.get(..at).unwrap_or_default().iter().rev().take_while(|byte| is_token(**byte)).count();
            let after = bytes.get(at..).unwrap_or_default().iter().take_while(|byte| is_token(**byte)).count();
            if before + after >= TOKEN_LEN {
                let (start, end) = (at - before, at + after);
                let pieces = bytes.get(start..end).unwrap_or_default().split(|byte| !byte.is_ascii_alphanumeric());
                found(Token { start, end, run: pieces.map(<[u8]>::len).max().unwrap_or(0) });
            }
            at += after;
        }
        at += TOKEN_LEN;
    }
}

#[inline(always)]
fn is_token(byte: u8) -> bool {
    IS_TOKEN.get(byte as usize).is_some_and(|is_token| *is_token)
}

static IS_TOKEN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        #[allow(clippy::indexing_slicing, reason = "runs in the compiler, which checks it")]
        {
            table[byte] = super::runs::is_token(byte as u8);
        }
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn clusters(text: &str) -> Vec<(usize, usize, usize)> {
        let mut all = Vec::new();
        digit_clusters(text.as_bytes(), |c| all.push((c.start, c.end, c.digits)));
        all
    }

    fn runs(text: &str) -> Vec<(usize, usize)> {
        let mut all = Vec::new();
        token_runs(text.as_bytes(), |token| all.push((token.start, token.end)));
        all
    }

    #[test]
    fn digits_far_apart_are_no_cluster() {
        let far = format!("12{}34", "-".repeat(DIGIT_GAP + 1));
        assert!(has_digits(far.as_bytes(), 4) && !has_cluster(far.as_bytes(), 3) && has_cluster(far.as_bytes(), 2));
        assert!(has_cluster(format!("7 {far}-5").as_bytes(), 3) && has_cluster(b"1-2-3-4", 4) && !has_cluster(b"1-2-3-4", 5));
        assert!(has_cluster(b"", 0) && !has_cluster(b"x", 1) && has_cluster(b"x1", 1));
    }

    #[test]
    fn digits_gather_across_small_gaps() {
        assert_eq!(clusters("no digits at all, none"), []);
        assert_eq!(clusters("4111 1111-1111"), [(0, 14, 12)]);
        assert_eq!(clusters("a1 and then a long way to 2"), [(1, 2, 1), (26, 27, 1)]);
    }

    proptest! {
        #[test]
        fn every_digit_is_in_exactly_one_cluster(text in "[a 0-9]{0,80}|[a-z ]{0,40}[0-9]{1,3}[a-z ]{0,40}") {
            let all = clusters(&text);
            prop_assert_eq!(all.iter().map(|c| c.2).sum::<usize>(), text.bytes().filter(u8::is_ascii_digit).count());
            for (start, end, _) in &all {
                prop_assert!(text.as_bytes()[*start].is_ascii_digit() && text.as_bytes()[*end - 1].is_ascii_digit());
            }
            for pair in all.windows(2) {
                prop_assert!(pair[1].0 - pair[0].1 > DIGIT_GAP);
            }
        }

        #[test]
        fn every_long_run_is_found_whole(text in "([a-zA-Z0-9+/=_-]{0,50}[ .]{1,3}){0,5}") {
            let expected: Vec<(usize, usize)> = text
                .split_inclusive([' ', '.'])
                .scan(0, |at, piece| { let start = *at; *at += piece.len(); Some((start, start + piece.trim_end_matches([' ', '.']).len())) })
                .filter(|(start, end)| end - start >= TOKEN_LEN)
                .collect();
            prop_assert_eq!(runs(&text), expected);
        }
    }
}
