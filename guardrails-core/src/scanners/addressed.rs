//! Documents and tool results that speak to the machine that reads them: who is addressed, how, and what is wanted of it.
//!
//! A document has readers, and no business with the program that shows it to them. So a sentence that calls a machine by a name of its kind
//! ("note to the AI that sums this up:", "an die KI, die das liest") is looked at closer: whether it goes on as an order, and for what. Each
//! piece of evidence has a weight. None of them decides alone: manuals say what assistants do, and articles tell of attacks.

use once_cell::sync::{Lazy, OnceCell};
use regex::bytes::{Match, Regex};

use super::addressed_orders::ORDERS;
pub(super) use super::addressed_text::ends_sentence;
use super::addressed_text::{HEADING, ends, is_part, is_title, listed, marks, paragraph_end, sentence, timed, whole};
use super::addressed_words as words;
use crate::rules::compile;
use crate::{Confidence, Source, Span};

/// Names of machines that are looked at.
const NAMES: usize = 64;
/// How far before a name it is read that it is spoken to, in bytes.
const BEFORE: usize = 64;
/// How far behind a name it is read how it is spoken to, and what is wanted.
const BEHIND: usize = 160;
const WANTED: usize = 380;
/// Sentences of an order.
const SENTENCES: usize = 4;
/// How far before what is wanted a word turns it round.
const TURNED: usize = 32;
/// Signs that are tried behind a name.
const MARKS: usize = 2;
/// What stands before a speaker's name: a time, a number.
const LABEL: usize = 24;
/// How far from a speaker's name others speak, in bytes.
const SPEECH: usize = 2000;
/// How far behind a name a list is looked for, in bytes, and the lines that make one.
const LIST: usize = 500;
const LISTED: usize = 3;
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
    note: Pattern,
    apposed: Pattern,
    directly: Pattern,
    greets: Pattern,
    infinitive: Pattern,
    ordered: Pattern,
    said: Pattern,
    ahead: Pattern,
    reads: Pattern,
    called: Pattern,
    must: Pattern,
    acts: Pattern,
    asks: Pattern,
    human: Pattern,
    here: Pattern,
    user: Pattern,
    condition: Pattern,
    once: Pattern,
    passive: Pattern,
    text: Pattern,
    used: Pattern,
    speaker: Pattern,
    plain: Pattern,
    order: Pattern,
    verb: Pattern,
    not: Pattern,
    forbids: Pattern,
    without: Pattern,
    models: Pattern,
    begins: Pattern,
    report: Pattern,
    wants: [Pattern; WANTS.len()],
}

/// How a machine is spoken to.
struct Address {
    /// "for the", "note to".
    to: bool,
    /// "that reads this".
    reads: bool,
    /// "assistant:", "Agente,".
    calls: bool,
    /// At the beginning of a clause, a field or a line.
    begins: bool,
    /// An order follows.
    order: bool,
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
    note: Pattern::new(words::NOTE),
    apposed: Pattern::new(words::APPOSED),
    directly: Pattern::new(words::DIRECTLY),
    greets: Pattern::new(words::GREETS),
    infinitive: Pattern::new(words::INFINITIVE),
    ordered: Pattern::new(words::ORDERED),
    said: Pattern::new(words::SAID),
    ahead: Pattern::new(words::AHEADOF),
    reads: Pattern::new(words::READS),
    called: Pattern::new(words::CALLED),
    must: Pattern::new(words::MUST),
    acts: Pattern::new(words::ACTS),
    asks: Pattern::new(words::ASKS),
    human: Pattern::new(words::HUMAN),
    here: Pattern::new(words::HERE),
    user: Pattern::new(words::USER),
    condition: Pattern::new(words::CONDITION),
    once: Pattern::new(words::ONCE),
    passive: Pattern::new(words::PASSIVE),
    text: Pattern::new(words::TEXT),
    used: Pattern::new(words::USED),
    speaker: Pattern::new(words::SPEAKER),
    plain: Pattern::new(words::PLAIN),
    order: Pattern::new(words::IMP),
    verb: Pattern::new(ORDERS),
    not: Pattern::new(words::NOT),
    forbids: Pattern::new(words::FORBIDS),
    without: Pattern::new(words::WITHOUT),
    models: Pattern::new(words::MODELS),
    begins: Pattern::new(words::BEGINS),
    report: Pattern::new(words::REPORT),
    wants: WANTS.map(|(_, pattern, _)| Pattern::new(pattern)),
});

/// The sentence that speaks most like an order to a machine in a text in its folded form, from the machine's name to what is wanted first,
/// and how sure it is that the text is an attack.
pub(super) fn orders(folded: &str, source: Source) -> Option<(Span, Confidence)> {
    let patterns = &*PATTERNS;
    // Names of fields are words as well.
    let text: Vec<u8> = folded.bytes().map(|byte| if byte == b'_' { b' ' } else { byte }).collect();
    let names = patterns.machine.find_iter(&text).map(|name| Span::new(name.start(), name.end()));
    let names = names.filter(|name| !is_part(folded, *name)).map(|name| whole(&text, name));
    let best = names.take(NAMES).filter_map(|name| patterns.weigh(&text, name, source == Source::Tool));
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
    fn weigh(&self, text: &[u8], name: Span, result: bool) -> Option<(f32, Span)> {
        let called = text.get(name.start..name.end)?;
        let is_model = self.models.is_match(called);
        let before = text.get(name.start.saturating_sub(BEFORE)..name.start)?;
        let tail = |most: usize| text.get(name.end..(name.end + most).min(text.len())).unwrap_or_default();
        let behind = tail(BEHIND);
        // What a function is called with, and what a function is told apart by.
        if matches!(before, [.., function, b'('] if function.is_ascii_alphanumeric())
            || before.ends_with(b"@") && behind.first() != Some(&b' ')
        {
            return None;
        }
        // The way through a menu.
        if before.ends_with(b" > ") {
            return None;
        }
        // Code, and titles of links.
        let title = behind.split(|byte| matches!(byte, b'[' | b'\n')).next().unwrap_or_default();
        if matches!(behind.first(), Some(b']' | b'(' | b'=')) || title.windows(2).any(|pair| pair == b"](") {
            return None;
        }
        let sentence = sentence(behind);

        // "No bots, send a voice note." "All models: …" heads a list.
        let heads = before.to_ascii_lowercase();
        if heads.ends_with(b"no ") || is_model && called.is_ascii() && heads.ends_with(b"all ") {
            return None;
        }
        let Address { to, reads, calls, begins, order } = self.address(text, name, before, behind, result);
        // "The editors ask answer engines to …", "answer engines name …": they are told what they do.
        let asked = behind.starts_with(b" to ") && self.asks.is_match(before) || self.ordered.is_match(sentence);
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
        } || result && modal && foul > 0 && !found.iter().all(|(want, ..)| *want == Want::Hide);
        // "assistente manda 300 al numero …": no sign parts the name from the order.
        let bare = result && begins && !addressed && !many && foul > 0 && self.verb.is_match(behind);
        let (calls, order) = (calls || bare, order || bare);
        let addressed = addressed || bare;
        let user = self.user.is_match(own);
        let told = told || result && modal && dictates && user;
        if !addressed && !told || acts && !here && foul == 0 {
            return None;
        }
        if (foul < 2 || !to && !calls) && matches!(called.first(), Some(b'a' | b'A')) && self.human.is_match(before) {
            return None;
        }
        let forbidden = !has(Want::Hide) || has(Want::Secret);
        let evidence = [
            (to, 1.45),
            (reads, 1.5),
            (calls, 1.75),
            (addressed, -0.5),
            (must, 1.6),
            (asked, 0.6),
            (order, 0.6),
            (order && self.clear.is_match(called), 0.65),
            (calls && begins, 0.3),
            (reads && begins && order, 1.0),
            (!asked && self.said.is_match(before), -1.5),
            (sends_away, 1.35),
            (has(Want::Send) && has(Want::Secret), 0.55),
            // "AI crawlers: please respect the rules above."
            (!order && found.iter().all(|(want, ..)| *want == Want::Override), -0.8),
            // Rules for those who work on something stand in a list, and want nothing foul.
            (!result && foul == 0 && listed(tail(LIST)) >= LISTED, -3.0),
            // Who speaks of the user speaks to somebody who has one.
            (user, 0.4),
            (result && !addressed && modal && foul > 0, 0.6),
            // A manual or a letter has more to do with machines than a field or a row.
            (result && !is_model && (order || (to || reads) && (has(Want::Act) || has(Want::Send) || dictates)), 0.6),
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

    /// How a name is spoken to.
    fn address(&self, text: &[u8], name: Span, before: &[u8], behind: &[u8], result: bool) -> Address {
        let called = text.get(name.start..name.end).unwrap_or_default();
        let sentence = sentence(behind);
        let (is_model, is_plain) = (self.models.is_match(called), self.plain.is_match(called));
        let conditional = self.condition.is_match(before) && self.text.is_match(sentence) && !self.used.is_match(sentence)
            || self.passive.is_match(before);
        let conditional = conditional || !is_model && self.once.is_match(sentence);
        let reads = conditional || self.reads.is_match(sentence) || !is_model && self.ahead.is_match(before);
        let begins = self.begins.is_match(before);
        let apposed = begins && self.apposed.is_match(behind);
        let calls = !is_plain && (apposed || self.called.is_match(behind)) && !self.is_speaker(text, name, before, behind);
        let noted = calls && self.note.is_match(before);
        let to = noted || self.to.is_match(before) && !self.infinitive.is_match(before);
        // Names that programs and mathematics have as well are told from them by more than a verb behind a sign.
        let known = !is_model || reads || noted || to && called.is_ascii();
        let order = (to || reads || calls) && {
            let verb = |rest: &[u8]| known && (result || rest.first() != Some(&b'\n')) && self.verb.is_match(rest);
            let is_order = |rest: &[u8]| !rest.starts_with(b"//") && !is_title(rest) && (self.order.is_match(rest) || verb(rest));
            let begins_order = |at: usize| behind.get(at..).is_some_and(is_order);
            let heads = sentence.len() < HEADING && (to || result && calls && begins && known);
            // Where verbs stand at the end, or somebody is greeted, no sign parts them from the name.
            let greeted =
                self.greets.is_match(before) || begins && behind.first() == Some(&b'!') || calls && begins && self.user.is_match(sentence);
            let directly = (reads || to || calls) && behind.first().is_some_and(|byte| !byte.is_ascii()) || greeted;
            marks(sentence).take(MARKS).any(begins_order)
                || heads && begins_order(sentence.len() + 1)
                || (to && calls || greeted || result && calls && begins && known) && ends(behind).take(SENTENCES - 1).any(begins_order)
                || directly && begins_order(0)
        };
        // What stands before a comma or a colon in the middle of a sentence is no name that is called.
        let calls = calls && known && (!apposed || order) && (to || reads || begins || order && self.directly.is_match(behind));
        let is_read = !is_plain || reads || order;
        Address { to: to && is_read, reads, calls, begins, order }
    }

    /// Whether a name says who speaks, as another label of the text does with a person.
    fn is_speaker(&self, text: &[u8], name: Span, before: &[u8], behind: &[u8]) -> bool {
        let label = matches!(before.trim_ascii_end().last(), None | Some(b'\n' | b'.' | b'!' | b'?' | b':' | b']' | b')' | b'"'))
            || before.rsplit(|byte| *byte == b'\n').next().is_some_and(|line| line.len() < LABEL);
        let around = text.get(name.start.saturating_sub(SPEECH)..(name.end + SPEECH).min(text.len()));
        let line = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
        let speaks = |around: &[u8]| {
            label && self.speaker.is_match(around)
                || timed(line) && around.split(|byte| *byte == b'\n').filter(|line| timed(line)).count() >= 2
        };
        behind.first() == Some(&b':') && around.is_some_and(speaks)
    }

    /// What is wanted in a stretch, each with its weight and where it is said; what is turned round by a negation is not.
    fn wants(&self, stretch: &[u8]) -> Vec<(Want, f32, usize)> {
        let turned = |start: usize| stretch.get(start.saturating_sub(TURNED)..start).is_some_and(|before| self.not.is_match(before));
        // "Never send mail without asking."
        let holds = |want: Want, start: usize| match want {
            Want::Unasked => !stretch.get(start..).is_some_and(|rest| self.without.is_match(rest)) || !self.never(stretch, start),
            _ => want.says_not() || !turned(start),
        };
        let wanted = |((want, _, weight), pattern): (&(Want, &str, f32), &Pattern)| {
            let found = pattern.find_iter(stretch).take(NAMES).find(|found| holds(*want, found.start()))?;
            Some((*want, *weight, found.end()))
        };
        WANTS.iter().zip(&self.wants).filter_map(wanted).collect()
    }

    /// Whether the sentence forbids something before a place.
    fn never(&self, stretch: &[u8], start: usize) -> bool {
        let before = stretch.get(..start).unwrap_or_default();
        let from = ends(before).last().unwrap_or(0);
        before.get(from..).is_some_and(|before| self.forbids.is_match(before))
    }

    /// How many words of attacks, tests or rules for people the text has: none, one or more.
    fn reports(&self, text: &[u8]) -> usize {
        let mut found = self.report.find_iter(text).take(NAMES).map(|found| found.as_bytes());
        let Some(first) = found.next() else { return 0 };
        if found.any(|other| !other.eq_ignore_ascii_case(first)) { 2 } else { 1 }
    }
}

#[cfg(test)]
#[path = "addressed_tests.rs"]
mod tests;
