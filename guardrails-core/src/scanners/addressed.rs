//! Documents and tool results that speak to the machine that reads them: who is addressed, how, and what is wanted of it.
//!
//! A document has readers, and no business with the program that shows it to them. So a sentence that calls a machine by a name of its kind
//! ("note to the AI that sums this up:", "an die KI, die das liest") is looked at closer: whether it goes on as an order, and for what. Each
//! piece of evidence has a weight. None of them decides alone: manuals say what assistants do, and articles tell of attacks.

use once_cell::sync::{Lazy, OnceCell};
use regex::bytes::{Match, Regex};

use super::addressed_words as words;
use crate::rules::compile;
use crate::{Confidence, Span};

/// Names of machines that are looked at.
const NAMES: usize = 64;
/// How far before a name it is read that it is spoken to, in bytes.
const BEFORE: usize = 64;
/// How far behind a name it is read how it is spoken to, and what is wanted.
const BEHIND: usize = 110;
const WANTED: usize = 380;
/// Sentences of an order.
const SENTENCES: usize = 4;
/// An address without an order that is shorter than this is a heading: the order is what stands below.
const HEADING: usize = 50;
/// How far before what is wanted a word turns it round.
const TURNED: usize = 32;
/// A negation so near behind the name forbids: "assistants must not send".
const FORBIDDEN: usize = 60;

/// From this sum up there is a finding. What stands below is as common in manuals as in attacks.
const LEAST: f32 = 0.4;
/// What is added to the sum before it becomes a probability, so that 0.8 is reached by one or two of a hundred hard near misses.
const SHIFT: f32 = 0.7;
const MOST: f32 = 0.94;

/// What it weighs against an attack that the text has a word of attacks, tests or rules for people, and the most that is said where it has two.
const REPORTS: f32 = 2.15;
const TOLD: f32 = 0.6;

/// Where the sum begins.
const BIAS: f32 = -1.9;

/// What is wanted, by its weight. The first three say *not* themselves.
const WANTS: [(Want, &str, f32); 10] = [
    (Want::Hide, words::HIDE, 0.8),
    (Want::Unasked, words::UNASKED, 0.6),
    (Want::Override, words::OVERRIDE, 0.3),
    (Want::Secret, words::SECRET, 1.1),
    (Want::Favour, words::FAVOUR, 0.7),
    (Want::Send, words::SEND, 0.2),
    (Want::Away, words::AWAY, 0.0),
    (Want::Dictate, words::DICTATE, 2.3),
    (Want::Act, words::ACT, 0.8),
    (Want::Set, words::SET, 0.65),
];

#[derive(Clone, Copy, PartialEq)]
enum Want {
    Hide,
    Unasked,
    Override,
    Secret,
    Favour,
    Send,
    Away,
    Dictate,
    Act,
    Set,
}

impl Want {
    /// Whether nobody wants it of a machine in good faith: several such are surer than their sum.
    fn is_foul(self) -> bool {
        matches!(self, Self::Hide | Self::Unasked | Self::Override | Self::Secret | Self::Favour)
    }

    fn says_not(self) -> bool {
        matches!(self, Self::Hide | Self::Unasked | Self::Override)
    }
}

struct Patterns {
    machine: Pattern,
    clear: Pattern,
    to: Pattern,
    said: Pattern,
    ahead: Pattern,
    reads: Pattern,
    called: Pattern,
    must: Pattern,
    acts: Pattern,
    asks: Pattern,
    human: Pattern,
    here: Pattern,
    order: Pattern,
    not: Pattern,
    forbids: Pattern,
    models: Pattern,
    begins: Pattern,
    report: Pattern,
    wants: [Pattern; WANTS.len()],
}

/// A pattern that is compiled where it is asked for: most texts name no machine, and most that do speak to none.
struct Pattern {
    text: &'static str,
    regex: OnceCell<Option<Regex>>,
}

impl Pattern {
    const fn new(text: &'static str) -> Self {
        Self { text, regex: OnceCell::new() }
    }

    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| compile(self.text, true).ok()).as_ref()
    }

    fn is_match(&self, text: &[u8]) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text))
    }

    fn find_iter<'t>(&'t self, text: &'t [u8]) -> impl Iterator<Item = Match<'t>> {
        self.regex().into_iter().flat_map(move |regex| regex.find_iter(text))
    }
}

static PATTERNS: Lazy<Patterns> = Lazy::new(|| Patterns {
    machine: Pattern::new(words::MACHINE),
    clear: Pattern::new(words::CLEAR),
    to: Pattern::new(words::TO),
    said: Pattern::new(words::SAID),
    ahead: Pattern::new(words::AHEADOF),
    reads: Pattern::new(words::READS),
    called: Pattern::new(words::CALLED),
    must: Pattern::new(words::MUST),
    acts: Pattern::new(words::ACTS),
    asks: Pattern::new(words::ASKS),
    human: Pattern::new(words::HUMAN),
    here: Pattern::new(words::HERE),
    order: Pattern::new(words::IMP),
    not: Pattern::new(words::NOT),
    forbids: Pattern::new(words::FORBIDS),
    models: Pattern::new(words::MODELS),
    begins: Pattern::new(words::BEGINS),
    report: Pattern::new(words::REPORT),
    wants: WANTS.map(|(_, pattern, _)| Pattern::new(pattern)),
});

/// The sentence that speaks most like an order to a machine in a text in its folded form, from the machine's name to what is wanted first,
/// and how sure it is that the text is an attack.
pub(super) fn orders(folded: &str) -> Option<(Span, Confidence)> {
    let patterns = &*PATTERNS;
    // Names of fields are words as well.
    let text: Vec<u8> = folded.bytes().map(|byte| if byte == b'_' { b' ' } else { byte }).collect();
    let names = patterns.machine.find_iter(&text).map(|name| Span::new(name.start(), name.end()));
    let best = names.filter(|name| !is_part(folded, *name)).take(NAMES).filter_map(|name| patterns.weigh(&text, name));
    let (mut sum, mut span) = best.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(sum, _)| *sum >= LEAST)?;
    let reports = patterns.reports(&text);
    sum -= if reports > 0 { REPORTS } else { 0.0 };
    if sum < LEAST {
        return None;
    }
    while !folded.is_char_boundary(span.end) {
        span.end += 1;
    }
    let probability = 1.0 / (1.0 + (-sum - SHIFT).exp());
    Some((span, Confidence::clamped(probability.min(if reports > 1 { TOLD } else { MOST }))))
}

impl Patterns {
    /// The sum of the evidence at a name; none where nobody is spoken to.
    fn weigh(&self, text: &[u8], name: Span) -> Option<(f32, Span)> {
        let called = text.get(name.start..name.end)?;
        let is_model = self.models.is_match(called);
        let before = text.get(name.start.saturating_sub(BEFORE)..name.start)?;
        let tail = |most: usize| text.get(name.end..(name.end + most).min(text.len())).unwrap_or_default();
        let behind = tail(BEHIND);
        // What a function is called with.
        if matches!(before, [.., function, b'('] if function.is_ascii_alphanumeric()) {
            return None;
        }
        // Code, and titles of links.
        let title = behind.split(|byte| matches!(byte, b'[' | b'\n')).next().unwrap_or_default();
        if matches!(behind.first(), Some(b']' | b'(' | b'=')) || title.windows(2).any(|pair| pair == b"](") {
            return None;
        }
        let end = ends(behind).next();
        let sentence = end.and_then(|end| behind.get(..end - 1)).unwrap_or(behind);

        // "No bots, send a voice note." "All models: …" heads a list.
        let heads = before.to_ascii_lowercase();
        if heads.ends_with(b"no ") || is_model && called.is_ascii() && heads.ends_with(b"all ") {
            return None;
        }
        let to = self.to.is_match(before);
        let reads = self.reads.is_match(sentence) || self.ahead.is_match(before);
        let calls = self.called.is_match(behind);
        let order = (to || reads || calls) && self.begins_order(behind, sentence, end, to);
        // What stands before a comma or a colon in the middle of a sentence is no name that is called.
        let begins = self.begins.is_match(before);
        let calls = calls && (to || reads || order || begins || !called.is_ascii() && !is_model);
        // "The editors ask answer engines to …", "answer engines name …": they are told what they do.
        let asked = behind.starts_with(b" to ") && self.asks.is_match(before);
        let many = called.last().is_some_and(|last| last.eq_ignore_ascii_case(&b's'));
        let modal = self.must.is_match(sentence);
        let acts = !modal && begins && called.is_ascii() && (many || to || reads) && self.acts.is_match(sentence);
        let must = asked || acts || modal;
        if !(to || reads || calls || must) || is_model && called.is_ascii() && !(to || reads || order || acts) {
            return None;
        }

        let wanted = tail(WANTED);
        let wanted = paragraph_end(wanted).and_then(|end| wanted.get(..end)).unwrap_or(wanted);
        let mut stops = ends(wanted).filter(|end| *end > 4);
        let first = stops.next();
        if !order && first.is_some_and(|end| wanted.get(end - 1) == Some(&b'?')) {
            return None;
        }
        let own = first.and_then(|end| wanted.get(..end)).unwrap_or(wanted);
        let mut found = self.wants(own);
        // What follows belongs to it where it is an order, or its heading.
        if !found.is_empty() || order || to && own.len() < HEADING {
            found = self.wants(stops.nth(SENTENCES - 2).and_then(|end| wanted.get(..end)).unwrap_or(wanted));
        }
        let has = |want: Want| found.iter().any(|(own, _, _)| *own == want);
        let sends_away = has(Want::Send) && has(Want::Away);
        let foul = found.iter().filter(|(want, ..)| want.is_foul()).count() + usize::from(sends_away);
        // Manuals say what machines must do, and articles what they do.
        let addressed = to || reads || calls;
        let dictates = has(Want::Dictate) || has(Want::Set);
        let here = self.here.is_match(own);
        let compound = !is_model && called.iter().any(|byte| matches!(byte, b' ' | b'-'));
        let told = match foul {
            0 => dictates && compound && (acts && here || asked),
            1 => dictates || asked || (here || before.ends_with(b", ")) && acts && has(Want::Act),
            _ => true,
        };
        if !addressed && !told || acts && !here && foul == 0 {
            return None;
        }
        if (foul < 2 || !to && !calls) && matches!(called.first(), Some(b'a' | b'A')) && self.human.is_match(before) {
            return None;
        }
        let forbidden = !has(Want::Hide) || has(Want::Secret);
        let evidence = [
            (to, 1.45),
            (reads, 1.2),
            (calls, 1.75),
            (addressed, -0.5),
            (must, 1.6),
            (asked, 0.6),
            (order, 0.35),
            (order && self.clear.is_match(called), 0.65),
            (calls && begins, 0.3),
            (!asked && self.said.is_match(before), -1.5),
            (sends_away, 1.35),
            (has(Want::Send) && has(Want::Secret), 0.55),
            // "AI crawlers: please respect the rules above."
            (found.is_empty(), -0.8),
            (foul >= 2, 0.3),
            (foul >= 3, 0.25),
            (forbidden && wanted.get(..FORBIDDEN.min(wanted.len())).is_some_and(|near| self.forbids.is_match(near)), -1.5),
        ];
        let sum = BIAS
            + evidence.iter().filter(|(holds, _)| *holds).map(|(_, weight)| weight).sum::<f32>()
            + found.iter().map(|(_, weight, _)| weight).sum::<f32>();
        let to_first = found.iter().map(|(_, _, end)| *end).min().unwrap_or(0);
        Some((sum, Span::new(name.start, name.end + to_first)))
    }

    /// Whether an order begins behind the colon or comma that ends the address, or in the sentence below a heading.
    fn begins_order(&self, behind: &[u8], sentence: &[u8], end: Option<usize>, to: bool) -> bool {
        let rest = |at: usize| behind.get(at..).is_some_and(|rest| self.order.is_match(rest));
        mark(sentence).is_some_and(rest) || to && sentence.len() < HEADING && end.is_some_and(rest)
    }

    /// What is wanted in a stretch, each with its weight and where it is said; what is turned round by a negation is not.
    fn wants(&self, stretch: &[u8]) -> Vec<(Want, f32, usize)> {
        let holds = |want: Want, start: usize| {
            want.says_not() || !stretch.get(start.saturating_sub(TURNED)..start).is_some_and(|before| self.not.is_match(before))
        };
        let wanted = |((want, _, weight), pattern): (&(Want, &str, f32), &Pattern)| {
            let found = pattern.find_iter(stretch).take(NAMES).find(|found| holds(*want, found.start()))?;
            Some((*want, *weight, found.end()))
        };
        WANTS.iter().zip(&self.wants).filter_map(wanted).collect()
    }

    /// How many words of attacks, tests or rules for people the text has: none, one or more.
    fn reports(&self, text: &[u8]) -> usize {
        let mut found = self.report.find_iter(text).take(NAMES).map(|found| found.as_bytes());
        let Some(first) = found.next() else { return 0 };
        if found.any(|other| !other.eq_ignore_ascii_case(first)) { 2 } else { 1 }
    }
}

/// Whether a name is part of another word: of an identifier, or of a compound that it does not begin.
fn is_part(folded: &str, name: Span) -> bool {
    let bytes = folded.as_bytes();
    let before = |back: usize| name.start.checked_sub(back).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
    match before(1) {
        b'.' | b'$' => true,
        b'/' => matches!(bytes.get(name.end), Some(b'/' | b'.')),
        b'-' => before(2).is_ascii_alphanumeric(),
        // `note_for_the_agent` speaks to it, `AZURE_OPEN_AI` does not.
        b'_' => before(2).is_ascii_uppercase() || bytes.get(name.end) == Some(&b','),
        _ => bytes.get(name.end) == Some(&b'_'),
    }
}

/// Where sentences end, behind their last sign.
fn ends(text: &[u8]) -> impl Iterator<Item = usize> {
    (0..text.len()).filter(|at| ends_sentence(text, *at)).map(|at| at + 1)
}

/// Whether a sentence ends with the byte at a place.
pub(super) fn ends_sentence(text: &[u8], at: usize) -> bool {
    let next = text.get(at + 1);
    match text.get(at) {
        Some(b'\n') => true,
        Some(b'.' | b'!' | b'?') => next.is_none_or(|next| matches!(next, b' ' | b'\n' | b'\t' | b'"' | b'\'' | b')' | b']')),
        Some(0x82) => at >= 2 && text.get(at - 2..at) == Some(b"\xE3\x80"),
        _ => false,
    }
}

/// Where the paragraph ends, unless it does right behind the name.
fn paragraph_end(text: &[u8]) -> Option<usize> {
    text.windows(2).skip(HEADING / 2).position(|pair| pair == b"\n\n").map(|at| at + HEADING / 2)
}

/// Behind the first sign that parts an address from what is said.
fn mark(sentence: &[u8]) -> Option<usize> {
    const MARKS: [&[u8]; 7] = [b":", b",", b">", b")", b"- ", "、".as_bytes(), "へ".as_bytes()];
    (0..sentence.len())
        .find_map(|at| MARKS.iter().find(|mark| sentence.get(at..).is_some_and(|rest| rest.starts_with(mark))).map(|mark| at + mark.len()))
}

#[cfg(test)]
#[path = "addressed_tests.rs"]
mod tests;
