//! Does a text read like a language written in Latin letters? A table of letter pairs says so without knowing any word.

use crate::Span;

/// What a letter costs behind another one: three times the bits it takes, in base 36, counted over prose and chat in some thirty
/// languages. Rows and columns are a to z, space, other ASCII, everything else; the last three rows and columns are set by hand
/// where a count would call dots and dashes a language.
#[rustfmt::skip]
const COSTS: [&[u8; 29]; 29] = [
    b"qheftmgnfrjbd8oetab9hiosho9hg",
    b"9jmp6wxpajzapvaqzchkbysydvhdg",
    b"9xir9sz9cveeov7rxeibdyzzmuegg",
    b"bqsi6pqtauwkppbszhhqfqtzlx6ag",
    b"enfdhklritnegapjn9aenjmilp6bg",
    b"axrwcfvz8zqetp7zzbnfdzwzkv7gg",
    b"cqsq7whcazrhnidpzcgmdzxzmq7bg",
    b"8uut4yywazxjpjatwiochzuxnzafg",
    b"flcecggrqukdf7bhsebaqgupskdgg",
    b"7wsm6jsucqpquq7mstat9wmzswghg",
    b"bpro6rii9zphnhdrylcgctizku8bg",
    b"9nme7kos9zpalqblwrfgfovzfw9cg",
    b"7fom6unzbzvjfqaczthpfwtzhyadg",
    b"cueabjamesmnqjfpvtd9hmxzir7bg",
    b"ljffldkojqkec7gfz8efbifppragg",
    b"8upp8ppgbzqbooaez9edfwtxezdeg",
    b"rvvwpxxzrxxentytzxws0zzzzzihg",
    b"anhf7nisazjjfhbotidehkqzgs8dg",
    b"fwgq9rsfczmmnregqne8fvkzlw69g",
    b"bunt9tw79zxkouajzeggfwlugs8cg",
    b"egegblirermbd9lgz9aatmrolncig",
    b"8urt3usy7zzqptbrzmqxlzzznzhfg",
    b"8tsr8vw97zuntgauzifonzhzozaeg",
    b"arcnakqmbwzqlsmbztn7ltsigo99g",
    b"dqmidtpxiuvigjbczoefmxnzpo48g",
    b"7tok7ooo8znhmmdwzrmjaqhzhiabg",
    b"bfdeffigdmkgfheemhdaijfukqz7e",
    b"imihljmkjpsmlklhslhhmqnttt5eg",
    b"ggggggggggggggggggggggggggega",
];

/// The cost of every pair of classes, in rows of 32; with [`SILENT`] where not both are letters.
#[allow(clippy::indexing_slicing, reason = "evaluated while compiling")]
const PAIRS: [u32; 1024] = {
    let mut pairs = [14; 1024];
    let mut i = 0;
    while i < 29 * 29 {
        let digit = digit(i);
        let (row, column) = (i / 29, i % 29);
        let silent = if (row >= 26 && row < 28) || (column >= 26 && column < 28) { SILENT } else { 0 };
        pairs[row * 32 + column] = silent + if digit >= b'a' { digit - b'a' + 10 } else { digit - b'0' } as u32;
        i += 1;
    }
    pairs
};

/// Counts pairs that are not both letters, above the sum of their costs. Prose has one in three, codes and letters apart nothing else.
const SILENT: u32 = 1 << 16;

#[allow(clippy::indexing_slicing, reason = "evaluated while compiling")]
const fn digit(i: usize) -> u8 {
    COSTS[i / 29][i % 29]
}

/// The class of every byte.
#[allow(clippy::indexing_slicing, reason = "evaluated while compiling")]
const CLASSES: [u8; 256] = {
    let mut classes = [28; 256];
    let mut byte = 0;
    while byte < 128 {
        let lower = byte as u8 | 0x20;
        classes[byte] = if lower >= b'a' && lower <= b'z' && byte >= 64 {
            lower - b'a'
        } else if matches!(byte as u8, b' ' | b'\n' | b'\r' | b'\t') {
            SPACE
        } else {
            27
        };
        byte += 1;
    }
    classes
};
const SPACE: u8 = 26;

/// What prose costs a letter in the mean.
const ODD: u32 = 12;
/// Twice what the sample has to cost a letter for the whole to be looked at: of few pairs it says less, and the whole costs little.
const fn worth_a_look(step: usize) -> u32 {
    if step == STEP { 2 * ODD - 1 } else { 2 * ODD - 3 }
}

/// What the whole of it has to cost ten letters, where the sample says so.
const SURELY_ODD: u32 = 118;
/// A window so far over it is worth a look alone.
const VERY_ODD: u32 = 14;
/// Bytes of a window, and of the steps in which it is sampled.
const WINDOW: usize = 128;
const STEP: usize = 8;
/// Windows that are judged together as well.
const GROUP: usize = 4;
/// The longest stretch that is looked at as one.
const LONGEST: usize = 8 << 10;

#[inline(always)]
fn class(byte: u8) -> u8 {
    CLASSES.get(byte as usize).copied().unwrap_or(28)
}

#[inline(always)]
fn cost(a: u8, b: u8) -> u32 {
    PAIRS.get((class(a) as usize * 32 + class(b) as usize) & 1023).copied().unwrap_or(0)
}

/// Ten times the mean cost of the letter pairs inside runs of letters, whatever stands between the runs, and how many pairs there
/// are: words of some thirty languages have up to 160, letters drawn at random 175 on the whole. A hump (`aB`) ends a run.
pub(crate) fn oddness_of_words(text: &[u8]) -> (u32, usize) {
    let (mut sum, mut count) = (0, 0);
    for pair in text.windows(2) {
        if let [a, b] = *pair
            && a.is_ascii_alphabetic()
            && b.is_ascii_alphabetic()
            && !(a.is_ascii_lowercase() && b.is_ascii_uppercase())
        {
            sum += cost(a, b) % SILENT;
            count += 1;
        }
    }
    (sum * 10 / (count as u32).max(1), count)
}

/// The cost of every pair as in [`PAIRS`], and above [`COUNTED`] bits one for each pair that counts: not two spaces.
#[allow(clippy::indexing_slicing, reason = "evaluated while compiling")]
const COUNTED_PAIRS: [u32; 1024] = {
    let mut pairs = PAIRS;
    let mut at = 0;
    while at < pairs.len() {
        pairs[at] = if at == SPACE as usize * 33 { 0 } else { pairs[at] % SILENT + (1 << COUNTED) };
        at += 1;
    }
    pairs
};
const COUNTED: u32 = 16;

/// The pairs of a text that is read from its end.
#[allow(clippy::indexing_slicing, reason = "evaluated while compiling")]
const TURNED_PAIRS: [u32; 1024] = {
    let mut pairs = [0; 1024];
    let mut at = 0;
    while at < pairs.len() {
        pairs[at] = COUNTED_PAIRS[at % 32 * 32 + at / 32];
        at += 1;
    }
    pairs
};

/// Ten times the mean cost of a letter: prose has 95 to 125, a shifted alphabet 150 and more, reversed words 130 and more.
pub(super) fn oddness(bytes: &[u8]) -> u32 {
    mean(bytes, class, &COUNTED_PAIRS)
}

/// [`oddness`] of a text as it would be with these bytes in place of its own.
pub(super) fn oddness_in(bytes: &[u8], meant: &[u8; 256]) -> u32 {
    mean(bytes, |byte| class(meant.get(usize::from(byte)).copied().unwrap_or(byte)), &COUNTED_PAIRS)
}

/// [`oddness`] of a text from its end to its beginning.
pub(super) fn oddness_turned(bytes: &[u8]) -> u32 {
    mean(bytes, class, &TURNED_PAIRS)
}

#[inline(always)]
fn mean(bytes: &[u8], class: impl Fn(u8) -> u8, pairs: &[u32; 1024]) -> u32 {
    let Some((first, rest)) = bytes.split_first() else { return 0 };
    let (mut sum, mut count, mut last) = (0, 0, usize::from(class(*first)));
    // So many pairs cost less than 1 << COUNTED.
    for block in rest.chunks(1 << 10) {
        let mut all = 0;
        let mut add = |byte: &u8| {
            let next = usize::from(class(*byte));
            all += pairs.get((last * 32 + next) & 1023).copied().unwrap_or(0);
            last = next;
        };
        let (eights, rest) = block.as_chunks::<8>();
        eights.iter().for_each(|eight| eight.iter().for_each(&mut add));
        rest.iter().for_each(add);
        sum += all % (1 << COUNTED);
        count += all >> COUNTED;
    }
    sum * 10 / count.max(1)
}

/// Calls `found` with every stretch of `text` that may not be a language as it stands: windows of 128 bytes are judged by a
/// sample of 16 letter pairs, alone and four together. Stretches grow by a window to either side, up to the next space.
pub(super) fn odd_stretches(text: &str, mut found: impl FnMut(Span)) {
    let bytes = text.as_bytes();
    if bytes.len() < 12 {
        return;
    }
    let step = if bytes.len() < WINDOW { (bytes.len() / 16).max(1) } else { STEP };
    let window = step * (WINDOW / STEP);
    let mut open: Option<Span> = None;
    let mut at = 0;
    while at < bytes.len() {
        let mut odd = None;
        let (mut all, mut pairs) = (0, 0);
        let mut start = at;
        for _ in 0..GROUP {
            let Some(piece) = bytes.get(start..(start + window).min(bytes.len())) else { break };
            let (mut sum, mut count) = (0, 0);
            if step == STEP {
                let (blocks, _) = piece.as_chunks::<STEP>();
                sum = blocks.iter().map(|[a, b, ..]| cost(*a, *b)).sum();
                count = blocks.len() as u32;
            } else {
                for block in piece.chunks(step) {
                    if let [a, b, ..] = block {
                        sum += cost(*a, *b);
                        count += 1;
                    }
                }
            }
            if step == 1 {
                let silent = piece.iter().filter(|byte| matches!(class(**byte), 26 | 27)).count() as u32 * 2;
                (sum, count) = (oddness(piece) * 16 / 10 + SILENT * (silent * 16 / piece.len().max(1) as u32), 16);
            }
            let end = start + piece.len();
            let silent = count > 3 && sum / SILENT * 5 > count * 4;
            sum %= SILENT;
            if silent || (sum > VERY_ODD * count && count > 3 && oddness(piece) > VERY_ODD * 10 - 10) {
                odd = Some(odd.map_or(Span::new(start, end), |odd: Span| Span::new(odd.start, end)));
            }
            all += sum;
            pairs += count;
            start = end;
        }
        if all * 2 > worth_a_look(step) * pairs && bytes.get(at..start).is_some_and(|group| oddness(group) >= SURELY_ODD) {
            odd = Some(Span::new(at, start));
        }
        if let Some(odd) = odd {
            open = match open {
                Some(last) if last.end >= odd.start && odd.end - last.start <= LONGEST => Some(Span::new(last.start, odd.end)),
                Some(last) => {
                    found(widened(text, last));
                    Some(odd)
                }
                None => Some(odd),
            };
        }
        at = start.max(at + 1);
    }
    if let Some(last) = open {
        found(widened(text, last));
    }
}

pub(super) fn widened(text: &str, span: Span) -> Span {
    let bytes = text.as_bytes();
    let is_space = |at: &usize| bytes.get(*at).is_none_or(u8::is_ascii_whitespace);
    let (low, high) = (span.start.saturating_sub(WINDOW), (span.end + WINDOW).min(bytes.len()));
    let mut start = if low == 0 { 0 } else { (low..span.start).find(is_space).unwrap_or(span.start) };
    let mut end = if high == bytes.len() { high } else { (span.end..high).rev().find(is_space).unwrap_or(span.end) };
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    Span::new(start, end)
}
