//! Embeds the built-in rules: reads `rules/*.toml`, refuses a rule that is wrong, and writes them as constants, without their
//! examples. Reads nothing outside the crate and writes nothing outside `OUT_DIR`.

#![allow(clippy::disallowed_methods, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

#[path = "src/scanners/addressed_words.rs"]
#[allow(dead_code)]
mod addressed_words;
#[path = "src/rules/begins.rs"]
#[allow(dead_code)]
mod begins;
#[path = "src/rules/shapes/classes.rs"]
#[allow(dead_code)]
mod classes;
#[path = "src/rules/shapes/compile.rs"]
#[allow(dead_code)]
mod compile;
#[path = "src/rules/shapes/exact.rs"]
#[allow(dead_code)]
mod exact;
#[path = "src/rules/factored.rs"]
mod factored;
#[path = "src/rules/frequencies.rs"]
#[allow(dead_code)]
mod frequencies;
#[path = "src/rules/gate.rs"]
#[allow(dead_code)]
mod gate;
#[path = "src/model/lexicon.rs"]
#[allow(dead_code)]
mod lexicon;
#[path = "src/rules/literals.rs"]
#[allow(dead_code)]
mod literals;
#[path = "src/rules/program/op.rs"]
mod op;
#[path = "src/rules/prefixes.rs"]
mod prefixes;
#[path = "src/scanners/requests_patterns.rs"]
mod requests_patterns;
#[path = "src/scanners/requests_words.rs"]
mod requests_words;
#[path = "src/rules/required.rs"]
#[allow(dead_code)]
mod required;
#[path = "src/rules/runs.rs"]
mod runs;
#[path = "src/rules/source.rs"]
#[allow(dead_code)]
mod source;
#[path = "src/rules/stems.rs"]
#[allow(dead_code)]
mod stems;
#[path = "src/rules/stops.rs"]
mod stops;
#[path = "src/rules/tables/write.rs"]
mod tables;
#[path = "src/rules/program/write.rs"]
mod write;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, thread};

use compile::{Shape, Table};
use literals::Literals;
use regex_syntax::hir::Hir;
use source::{Expanded, RuleFile};
use tables::Tables;
use write::Writer;

fn main() {
    println!("cargo::rerun-if-changed=models/injection/concepts.toml");
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/model/lexicon.rs");
    println!("cargo::rerun-if-changed=src/rules/begins.rs");
    println!("cargo::rerun-if-changed=src/rules/factored.rs");
    println!("cargo::rerun-if-changed=src/rules/frequencies.rs");
    println!("cargo::rerun-if-changed=src/rules/gate.rs");
    println!("cargo::rerun-if-changed=src/rules/literals.rs");
    println!("cargo::rerun-if-changed=src/rules/prefixes.rs");
    println!("cargo::rerun-if-changed=src/rules/program");
    println!("cargo::rerun-if-changed=src/rules/required.rs");
    println!("cargo::rerun-if-changed=src/rules/runs.rs");
    println!("cargo::rerun-if-changed=src/rules/shapes");
    println!("cargo::rerun-if-changed=src/rules/source.rs");
    println!("cargo::rerun-if-changed=src/rules/stems.rs");
    println!("cargo::rerun-if-changed=src/rules/stops.rs");
    println!("cargo::rerun-if-changed=src/rules/tables");
    println!("cargo::rerun-if-changed=src/scanners/addressed_words.rs");
    println!("cargo::rerun-if-changed=src/scanners/requests_patterns.rs");
    println!("cargo::rerun-if-changed=src/scanners/requests_words.rs");
    let mut files: Vec<_> = fs::read_dir("rules").map(|dir| dir.filter_map(|entry| Some(entry.ok()?.path())).collect()).unwrap_or_default();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let mut ids = std::collections::BTreeSet::new();
    let mut out = String::from("pub(crate) static BUILT_IN: &[RuleData] = &[\n");
    let (mut tables, mut shapes, mut programs) = (Tables::default(), Shapes::default(), Vec::new());
    for Ready { path, rule, program } in read(&files) {
        assert!(ids.insert(rule.source.id.clone()), "{}: rule `{}` stands twice", path.display(), rule.source.id);
        let number = program.map(|program| {
            programs.push(program);
            programs.len() - 1
        });
        write_rule(&mut out, &rule, &mut tables, &mut shapes, number);
    }
    out.push_str("];\n");
    shapes.write(&mut out, &mut tables);
    let written = write_programs(&mut out, &programs);
    write_beginnings(&mut out);
    write_common_grams(&mut out);
    let out_dir = env::var("OUT_DIR").unwrap_or_else(|_| panic!("cargo sets OUT_DIR"));
    for (name, bytes) in [
        ("rules.rs", out.into_bytes()),
        ("tables.bin", tables.file),
        ("words.txt", tables.words.into_bytes()),
        ("programs.bin", written),
        ("concepts.rs", concepts().into_bytes()),
    ] {
        fs::write(Path::new(&out_dir).join(name), bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

/// The words of the injection model's concepts as a table of hashes.
fn concepts() -> String {
    #[derive(serde::Deserialize)]
    struct File {
        concept: Vec<Concept>,
    }
    #[derive(serde::Deserialize)]
    struct Concept {
        name: String,
        words: String,
    }
    let path = "models/injection/concepts.toml";
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let file: File = toml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut slots = vec![(0u32, 0u8); lexicon::SLOTS];
    let mut filter = vec![0u64; lexicon::FILTER];
    let mut longest = 0;
    for (number, concept) in file.concept.iter().enumerate() {
        for word in concept.words.split_whitespace() {
            let hash = lexicon::key(word).unwrap_or_else(|| panic!("{path}: `{word}` is never seen as one word"));
            let start = lexicon::slot(hash);
            let at = (0..lexicon::SLOTS).find(|step| {
                let slot = slots[(start + step) % lexicon::SLOTS];
                slot.1 == 0 || slot.0 == hash
            });
            let at = at.unwrap_or_else(|| panic!("{path}: too many words"));
            longest = longest.max(at + 1);
            filter[lexicon::bit(hash) / 64] |= 1 << (lexicon::bit(hash) % 64);
            let slot = &mut slots[(start + at) % lexicon::SLOTS];
            // A word of two concepts is one of the first.
            if slot.1 == 0 {
                *slot = (hash, number as u8 + 1);
            }
        }
    }
    let mut out = format!(
        "pub const CONCEPTS: usize = {};\nconst LONGEST: usize = {longest};\nstatic MAY_STAND: [u64; FILTER] = {filter:?};\nstatic TABLE: [(u32, u8); SLOTS] = [",
        file.concept.len()
    );
    for (hash, concept) in slots {
        let _ = write!(out, "({hash},{concept}),");
    }
    let names: Vec<&str> = file.concept.iter().map(|concept| concept.name.as_str()).collect();
    out + &format!("];\npub static CONCEPT_NAMES: [&str; CONCEPTS] = {names:?};\n")
}

/// A rule and its pattern.
struct Ready<'p> {
    path: &'p Path,
    rule: Expanded,
    program: Option<Program>,
}

/// Rules that a thread reads at once.
const AT_ONCE: usize = 32;

/// The rules of the files, in order: each is read by itself, on all cores.
fn read(files: &[PathBuf]) -> Vec<Ready<'_>> {
    let parts: Vec<(&Path, RuleFile)> = files.iter().flat_map(|path| parts(path).map(|part| (path.as_path(), part))).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let numbers = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)));
        numbers.map_while(|number| parts.get(number).map(|(path, part)| (number, ready(path, part)))).collect::<Vec<_>>()
    };
    let mut done: Vec<(usize, Vec<Ready<'_>>)> = thread::scope(|scope| {
        let threads: Vec<_> = (0..thread::available_parallelism().map_or(1, usize::from)).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_else(|_| panic!("a rule is wrong"))).collect()
    });
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().flat_map(|(_, rules)| rules).collect()
}

/// A file as several, with some of its rules each.
fn parts(path: &Path) -> impl Iterator<Item = RuleFile> + use<> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let RuleFile { defaults, words, rules } = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let rules: Vec<_> = rules.chunks(AT_ONCE).map(<[_]>::to_vec).collect();
    rules.into_iter().map(move |rules| RuleFile { defaults: defaults.clone(), words: words.clone(), rules })
}

fn ready<'p>(path: &'p Path, part: &RuleFile) -> Vec<Ready<'p>> {
    let rules = part.expand().unwrap_or_else(|(id, fault)| panic!("{}: rule `{id}`: {fault}", path.display()));
    let with_program = |rule: Expanded| {
        let program = rule.pattern.as_deref().map(|pattern| Program::of_rule(pattern, &rule));
        Ready { path, rule, program }
    };
    rules.into_iter().map(with_program).collect()
}

/// The shapes of the rules that have one.
#[derive(Default)]
struct Shapes {
    far: Vec<Shape>,
    few: Vec<Shape>,
    many: Vec<Shape>,
    token: Vec<Shape>,
}

/// Values that may begin further before their first digit than this are looked for apart.
const NEAR: usize = 8;

/// Rules with fewer digits are asked about every number, the others only about those with so many: most numbers are short.
const MANY: usize = 4;

impl Shapes {
    /// The trigger of a rule that has an anchor and a shape.
    fn trigger(&mut self, rule: &Expanded) -> Option<String> {
        let anchor = rule.source.anchor.as_deref()?;
        let hir = source::parse(rule.pattern.as_deref()?, rule.ignore_case).ok()?;
        let shape = Shape::read(&hir, rule.source.capture)?;
        assert!(
            anchor == "digits" || shape.to_token.is_some(),
            "rule `{}`: a token anchor, and a match need not hold a long run",
            rule.source.id
        );
        let run = shape.run;
        let (table, all) = match (anchor, rule.source.digits()) {
            ("token", _) => ("Tokens", &mut self.token),
            (_, ..MANY) if shape.to_digit > NEAR => ("FarDigits", &mut self.far),
            (_, ..MANY) => ("FewDigits", &mut self.few),
            _ => ("ManyDigits", &mut self.many),
        };
        all.push(shape);
        let place = format!("Some((Shaped::{table}, {}))", all.len() - 1);
        Some(match anchor {
            "digits" => format!("Trigger::Digits {{ min: {}, shape: {place}, labels: Texts::NONE, exact: false }}", rule.source.digits()),
            _ => format!("Trigger::Token {{ run: {run}, shape: {place} }}"),
        })
    }

    fn write(&self, out: &mut String, tables: &mut Tables) {
        let _ = writeln!(out, "pub(crate) const MANY: usize = {MANY};");
        let mut automata = Automata::default();
        let reach = |shapes: &[Shape], of: fn(&Shape) -> usize| shapes.iter().map(of).max().unwrap_or(0);
        for (name, shapes, reach) in [
            ("FAR_DIGITS", &self.far, reach(&self.far, |shape| shape.to_digit)),
            ("FEW_DIGITS", &self.few, reach(&self.few, |shape| shape.to_digit)),
            ("MANY_DIGITS", &self.many, reach(&self.many, |shape| shape.to_digit)),
            ("TOKENS", &self.token, reach(&self.token, |shape| shape.to_token.unwrap_or(0))),
        ] {
            let Table { starts, steps, outs, first_out, first_end } = compile::compile(shapes);
            let outs: Vec<String> = outs.iter().map(|rules| tables.numbers(rules)).collect();
            let exact: Vec<String> = shapes.iter().map(|shape| automata.exact(shape)).collect();
            let leads: Vec<u8> = shapes.iter().map(|shape| shape.lead as u8).collect();
            let (steps, leads) = (tables.numbers(steps.as_flattened()) + ".as_chunks().0", tables.bytes(&leads));
            let _ = writeln!(
                out,
                "pub(crate) static {name}: Shapes = Shapes {{ starts: {starts:?}, steps: {steps}, first_out: {first_out}, first_end: {first_end}, \
                 outs: &[{}], reach: {reach}, leads: {leads}, exact: &[{}] }};",
                outs.join(", "),
                exact.join(", ")
            );
        }
        automata.write(out, tables);
    }
}

/// The automata of values: many rules have one in common.
#[derive(Default)]
struct Automata {
    numbers: BTreeMap<exact::Table, usize>,
    classes: BTreeMap<Vec<u8>, usize>,
    before: Vec<exact::Table>,
}

impl Automata {
    fn exact(&mut self, shape: &Shape) -> String {
        let Some((before, value)) = &shape.exact else { return "None".to_owned() };
        let prefix = self.before.iter().position(|known| known == before).unwrap_or_else(|| {
            self.before.push(before.clone());
            self.before.len() - 1
        });
        let [before, value] = [before, value].map(|table| {
            let known = self.numbers.len();
            *self.numbers.entry(table.clone()).or_insert(known)
        });
        format!("Some(Exact {{ before: (&AUTOMATON_{before}, {prefix}), value: &AUTOMATON_{value} }})")
    }

    fn write(&mut self, out: &mut String, tables: &mut Tables) {
        for (exact::Table { classes, width, steps }, number) in &self.numbers {
            let known = self.classes.len();
            let classes = *self.classes.entry(classes.clone()).or_insert(known);
            let steps = tables.numbers(steps);
            let _ = writeln!(
                out,
                "static AUTOMATON_{number}: Automaton = Automaton {{ classes: CLASSES_{classes}, width: {width}, steps: {steps} }};"
            );
        }
        for (classes, number) in &self.classes {
            let _ = writeln!(out, "static CLASSES_{number}: &[u8; 256] = classes({});", tables.add(classes.iter().copied()));
        }
    }
}

fn write_rule(out: &mut String, rule: &Expanded, tables: &mut Tables, shapes: &mut Shapes, program: Option<usize>) {
    let source = &rule.source;
    let Literals { words, anchored, labels, also, exact, before, needs } = &rule.literals;
    let before = before.unwrap_or(rule.max_len);
    let trigger = if let Some(trigger) = shapes.trigger(rule) {
        trigger
    } else if !source.near.is_empty() {
        format!("Trigger::Near {{ words: {}, within: {} }}", tables.texts(&source.near), source.within.unwrap_or(48))
    } else if !words.is_empty() {
        format!(
            "Trigger::Keywords {{ words: {}, anchored: {anchored}, also: {}, exact: {exact}, digits: {}, before: {before}, needs: Cow::Borrowed(&{needs:?}) }}",
            tables.texts(words),
            tables.texts(also),
            source.digits()
        )
    } else if source.anchor.as_deref() == Some("digits") {
        format!("Trigger::Digits {{ min: {}, shape: None, labels: {}, exact: {exact} }}", source.digits(), tables.texts(labels))
    } else {
        "Trigger::Token { run: 0, shape: None }".to_owned()
    };
    let pattern = program.map_or("None".to_owned(), |number| format!("Some(Pattern::Program(&PROGRAMS[{number}]))"));
    let text = |value: &str| format!("text({value:?})");
    let option = |value: &Option<String>| value.as_deref().map_or("None".to_owned(), |value| format!("some({value:?})"));
    let number = |value: Option<f32>| value.map_or("None".to_owned(), |value| format!("Some({value:?})"));
    let _ = writeln!(
        out,
        "RuleData {{ id: {}, kind: {}, category: Category::{}, description: {}, severity: Severity::{}, confidence: {:?}, proven_confidence: {}, \
         trigger: {trigger}, pattern: {pattern}, max_len: {}, run: {}, digits: {}, required: {}, stops: {:?}, \
         stems: {}, gate: {:?}, opening: None, ignore_case: {}, capture: {}, validator: {}, min_entropy: {}, allow: {}, context: {}, \
         context_boost: {:?}, context_against: {}, sources: SourceSet::from_bits({}), bounded: true, preview: {} }},",
        text(&source.id),
        text(&rule.kind),
        camel(&rule.category),
        text(&source.description),
        camel(&rule.severity),
        rule.confidence,
        number(source.proven_confidence),
        rule.max_len,
        rule.run,
        rule.digits,
        tables.condition(&rule.required),
        rule.stops,
        tables.stems(&rule.stems),
        rule.gate,
        rule.ignore_case,
        source.capture,
        option(&source.validator),
        number(source.min_entropy),
        option(&source.allow),
        tables.texts(&source.context),
        source.context_boost.unwrap_or(0.35),
        tables.texts(&source.context_against),
        rule.source_bits(),
        rule.preview,
    );
}

/// The pattern of a rule, and the cheaper ones that are asked first.
struct Program {
    text: String,
    exact: Hir,
    endless: Vec<Hir>,
    gate: Option<Hir>,
    opening: Option<Hir>,
    begins: [u64; 4],
    longest: Option<usize>,
}

impl Program {
    fn of_rule(pattern: &str, rule: &Expanded) -> Self {
        let gate = gate::gate(&parse(pattern, rule.ignore_case), rule.source.capture).filter(|_| rule.gate);
        let opening = rule.opening.as_deref().map(|opening| parse(opening, false));
        Self { gate: gate.map(factored::factored), opening: opening.map(factored::factored), ..Self::of(pattern, rule.ignore_case) }
    }

    fn of(pattern: &str, ignore_case: bool) -> Self {
        let hir = parse(pattern, ignore_case);
        Self {
            text: pattern.to_owned(),
            endless: gate::endless(&hir).into_iter().map(factored::factored).collect(),
            gate: None,
            opening: None,
            begins: begins::Begins::of(&hir).0,
            longest: hir.properties().maximum_len(),
            exact: factored::factored(hir),
        }
    }

    fn all(&self) -> impl Iterator<Item = &Hir> {
        [&self.exact].into_iter().chain(&self.endless).chain(&self.gate).chain(&self.opening)
    }

    fn write(&self, writer: &mut Writer) -> String {
        let exact = writer.write(&self.exact);
        let endless: Vec<u32> = self.endless.iter().map(|hir| writer.write(hir)).collect();
        let [gate, opening] = [&self.gate, &self.opening].map(|hir| hir.as_ref().map(|hir| writer.write(hir)));
        let twin = match endless.as_slice() {
            [] => "None".to_owned(),
            _ => format!("Some(&Twin {{ endless: &{endless:?}, begins: {:?}, longest: {:?} }})", self.begins, self.longest),
        };
        format!("Program {{ exact: {exact}, gate: {gate:?}, opening: {opening:?}, twin: {twin} }}")
    }
}

fn parse(pattern: &str, ignore_case: bool) -> Hir {
    source::parse(pattern, ignore_case).unwrap_or_else(|fault| panic!("{pattern}: {fault}"))
}

/// What a match of each kind of evidence for a request begins with.
fn write_beginnings(out: &mut String) {
    let literal = |bytes: &Vec<u8>| format!("b\"{}\"", bytes.escape_ascii());
    let _ = writeln!(out, "pub(crate) static REQUEST_BEGINNINGS: &[&[&[u8]]] = &[");
    for pattern in requests_patterns::evidence() {
        let found = requests_patterns::beginnings(&parse(&pattern, false)).unwrap_or_else(|| panic!("{pattern}: begins with anything"));
        let _ = writeln!(out, "&[{}],", found.iter().map(literal).collect::<Vec<_>>().join(", "));
    }
    out.push_str("];\n");
}

/// The programs, what they have in common, and for tests the patterns they were made from.
fn write_programs(out: &mut String, rules: &[Program]) -> Vec<u8> {
    let requests = requests_patterns::evidence().chain([requests_patterns::describes()]);
    let requests: Vec<Program> = requests.map(|pattern| Program::of(&pattern, true)).collect();
    let mut writer = Writer::default();
    rules.iter().chain(&requests).flat_map(Program::all).for_each(|hir| {
        writer.note(hir);
    });
    for (name, programs) in [("PROGRAMS", rules), ("REQUESTS", &requests)] {
        let written: Vec<String> = programs.iter().map(|program| program.write(&mut writer)).collect();
        let _ = writeln!(out, "pub(crate) static {name}: [Program; {}] = [{}];", programs.len(), written.join(",\n"));
    }
    out.push_str("static WRITTEN: &[u8] = include_bytes!(concat!(env!(\"OUT_DIR\"), \"/programs.bin\"));\n");
    let texts: Vec<&str> = rules.iter().map(|program| program.text.as_str()).collect();
    let _ = writeln!(out, "/// The pattern of each program, as it is written.\n#[cfg(test)]\nstatic PATTERNS: &[&str] = &{texts:?};");
    writer.written
}

/// What the filters of the keyword pass should be quiet on.
fn write_common_grams(out: &mut String) {
    let grams = |len: usize| {
        let padded = |gram: Vec<u8>| [0, 1, 2, 3, 4, 5, 6, 7].map(|at| gram.get(at).copied().unwrap_or(0));
        frequencies::common_grams(len).into_iter().map(padded).collect::<Vec<_>>()
    };
    let _ = writeln!(
        out,
        "/// Common sequences of three letters, and of five.\npub(crate) static COMMON_GRAMS: [&[[u8; 8]]; 2] = [&{:?}, &{:?}];",
        grams(3),
        grams(5)
    );
}

fn camel(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default()
}
