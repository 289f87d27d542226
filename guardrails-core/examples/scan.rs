//! Scans a file or standard input and shows the verdict.
//!
//! ```text
//! cargo run --release -p guardrails-core --example scan -- [--source S | --output] [--policy FILE] [--json] [FILE | -]
//! cargo run --release -p guardrails-core --example scan -- --jsonl     # {"id", "text", "source"?} a line in, a verdict a line out
//! cargo run --release -p guardrails-core --features onnx --example scan -- --model injection=DIR …   # with a classifier: model.onnx, tokenizer.json, config.json
//! ```
//!
//! `--model` may stand several times; `--settings JSON` behind one is over the settings in its `config.json`.
//!
//! `--json` prints the JSON of the contract, spans in bytes; `--jsonl` has spans in code points. Exit status: 0 below block, 1 blocked,
//! 2 usage or unreadable input.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::print_stderr, reason = "a program, not the core")]

use std::borrow::Cow;
use std::io::{BufRead, IsTerminal, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use guardrails_core::ffi::{Model, PolicyFormat, guard_with_models};
use guardrails_core::{Action, Guard, Input, Output, Policy, Source, Unit, Verdict};

const USAGE: &str = "usage: scan [--source user|document|tool|system | --output] [--policy FILE] [--model [NAME=]DIR [--settings JSON]]… [--json | --jsonl] [FILE | -]";

#[derive(Default)]
struct Options {
    source: Source,
    policy: Option<String>,
    /// Names, folders and settings.
    models: Vec<(String, String, Option<String>)>,
    json: bool,
    jsonl: bool,
    file: Option<String>,
}

fn main() -> ExitCode {
    match parse(std::env::args().skip(1)).and_then(run) {
        Ok(action) => ExitCode::from(u8::from(action == Action::Block)),
        Err(fault) => {
            eprintln!("scan: {fault}");
            ExitCode::from(2)
        }
    }
}

fn parse(mut args: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options::default();
    while let Some(arg) = args.next() {
        let mut value = |what: &str| args.next().ok_or(format!("{arg} needs {what}"));
        match arg.as_str() {
            "--source" => options.source = source(&value("a source")?)?,
            "--output" => options.source = Source::Model,
            "--policy" => options.policy = Some(value("a file")?),
            "--model" => {
                let model = value("a folder")?;
                let (name, folder) = model.split_once('=').unwrap_or(("injection", &model));
                options.models.push((name.into(), folder.into(), None));
            }
            "--settings" => match (options.models.last_mut(), value("JSON")?) {
                (Some(model), json) => model.2 = Some(json),
                (None, _) => return Err("--settings stands behind a --model".into()),
            },
            "--json" => options.json = true,
            "--jsonl" => options.jsonl = true,
            "--help" | "-h" => return Err(USAGE.into()),
            flag if flag.starts_with("--") => return Err(format!("unknown option {flag}\n{USAGE}")),
            _ if options.file.is_some() => return Err(format!("more than one file\n{USAGE}")),
            _ => options.file = Some(arg),
        }
    }
    Ok(options)
}

fn source(name: &str) -> Result<Source, String> {
    Source::ALL.into_iter().find(|source| source.name() == name).ok_or(format!("unknown source {name}\n{USAGE}"))
}

fn run(options: Options) -> Result<Action, String> {
    let guard = if options.models.is_empty() { guard(options.policy.as_deref())? } else { with_models(&options)? };
    if options.jsonl {
        return jsonl(&guard, options.source);
    }
    let text = read(options.file.as_deref())?;
    let verdict = scan(&guard, &text, options.source);
    if options.json {
        print(&(verdict.to_json(Unit::Bytes) + "\n"))?;
    } else {
        print(&shown(&guard, &text, &verdict))?;
    }
    Ok(verdict.action)
}

fn guard(policy: Option<&str>) -> Result<Guard, String> {
    let Some(path) = policy else { return Ok(Guard::default()) };
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let policy = if path.ends_with(".json") { Policy::from_json(&text) } else { Policy::from_toml(&text) };
    policy.and_then(Guard::from_policy).map_err(|error| format!("{path}: {error}"))
}

fn with_models(options: &Options) -> Result<Guard, String> {
    let bytes = |path: &Path| std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()));
    let policy =
        options.policy.as_deref().map(|path| std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))).transpose()?;
    let mut files = Vec::new();
    for (name, folder, settings) in &options.models {
        let folder = Path::new(folder);
        let config = bytes(&folder.join("config.json")).ok();
        files.push((name.clone(), bytes(&folder.join("model.onnx"))?, bytes(&folder.join("tokenizer.json"))?, config, settings.clone()));
    }
    let models: Vec<Model<'_>> = files.iter().map(Model::from).collect();
    let start = Instant::now();
    let format = PolicyFormat::of(policy.as_deref().unwrap_or_default());
    guard_with_models(policy.as_deref(), format, None, &models, move || start.elapsed()).map_err(|error| error.to_string())
}

fn read(file: Option<&str>) -> Result<String, String> {
    let mut bytes = Vec::new();
    match file {
        None | Some("-") => std::io::stdin().lock().read_to_end(&mut bytes).map(drop),
        Some(path) => std::fs::read(path).map(|read| bytes = read),
    }
    .map_err(|error| format!("{}: {error}", file.unwrap_or("-")))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn scan<'t>(guard: &Guard, text: &'t str, source: Source) -> Verdict<'t> {
    match source {
        Source::Model => guard.scan_output(Output::new(text)),
        source => guard.scan_input(Input::new(text, source)),
    }
}

/// Writes to standard output. Who stopped reading, as `head` does, wants no more.
fn print(text: &str) -> Result<(), String> {
    unless_closed(std::io::stdout().write_all(text.as_bytes())).map(drop)
}

/// Whether something was written; that nobody reads it any more is no fault.
fn unless_closed(written: std::io::Result<()>) -> Result<bool, String> {
    match written {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(false),
        written => written.map(|()| true).map_err(|error| error.to_string()),
    }
}

/// For a reader: the text with what was found marked, then why, then what may go on.
fn shown(guard: &Guard, text: &str, verdict: &Verdict<'_>) -> String {
    let colour = std::io::stdout().is_terminal();
    let (open, close) = if colour { ("\x1b[7m", "\x1b[0m") } else { ("⟦", "⟧") };
    let mut out = marked(text, verdict, open, close) + "\n\n";
    let mut line = |line: String| out.extend([line.as_str(), "\n"]);
    line(format!("{}  (policy {}, {} findings)", verdict.action.name().to_uppercase(), verdict.policy_name(), verdict.findings.len()));
    for (category, score) in verdict.scores.iter() {
        line(format!("  score  {:<32} {score:.2}", category.name()));
    }
    for finding in &verdict.findings {
        let place = format!("{}..{}", finding.span.start, finding.span.end);
        let reason = guard.rule(&finding.rule).map_or("", |rule| rule.description);
        let sure = finding.confidence.get();
        line(format!(
            "  {:<6} {:<32} {:<22} {place:<12} {} {sure:.2}  {reason}",
            finding.action.name(),
            finding.rule,
            finding.kind,
            finding.severity.name()
        ));
    }
    for error in &verdict.errors {
        line(format!("  error  {}: {}", error.scanner, error.message));
    }
    match verdict.text() {
        Some(redacted) if redacted != text => line(format!("\nwhat may go on:\n{redacted}")),
        Some(_) => line("\nthe text may go on as it is".into()),
        None => line("\nthe text does not go on".into()),
    }
    out
}

/// The text with marks round what was found; findings inside others open and close inside them.
fn marked(text: &str, verdict: &Verdict<'_>, open: &str, close: &str) -> String {
    let starts = verdict.findings.iter().map(|finding| (finding.span.start, false));
    let mut ends: Vec<(usize, bool)> = starts.chain(verdict.findings.iter().map(|finding| (finding.span.end, true))).collect();
    ends.sort_unstable();
    let (mut out, mut done) = (String::new(), 0);
    for (at, closes) in ends {
        out.push_str(text.get(done..at).unwrap_or_default());
        out.push_str(if closes { close } else { open });
        done = at;
    }
    out + text.get(done..).unwrap_or_default()
}

/// A verdict a line, in the order of the lines. A line that is no request is answered with an error in its place.
fn jsonl(guard: &Guard, default: Source) -> Result<Action, String> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut strictest = Action::Allow;
    let (mut input, mut line) = (std::io::stdin().lock(), String::new());
    for number in 1.. {
        line.clear();
        if input.read_line(&mut line).map_err(|error| error.to_string())? == 0 {
            break;
        }
        if line.trim().is_empty() {
            continue;
        }
        let written = match request(&line, default) {
            Ok((id, text, source)) => {
                let verdict = scan(guard, &text, source);
                strictest = strictest.max(verdict.action);
                let json = verdict.to_json(Unit::CodePoints);
                writeln!(out, "{{\"id\":{id},{}", json.strip_prefix('{').unwrap_or_default())
            }
            Err(error) => writeln!(out, "{}", serde_json::json!({"id": null, "line": number, "error": error})),
        };
        if !unless_closed(written)? {
            return Ok(strictest);
        }
    }
    unless_closed(out.flush())?;
    Ok(strictest)
}

/// A line as it mostly is, read without a copy of what needs none.
#[derive(serde::Deserialize)]
struct Request<'l> {
    #[serde(default)]
    id: serde_json::Value,
    #[serde(borrow)]
    text: Cow<'l, str>,
    #[serde(borrow, default)]
    source: Option<Cow<'l, str>>,
}

fn request(line: &str, default: Source) -> Result<(serde_json::Value, Cow<'_, str>, Source), String> {
    let Request { id, text, source: name } = serde_json::from_str(line).or_else(|_| loose(line))?;
    Ok((id, text, name.map_or(Ok(default), |name| source(&name))?))
}

/// A line with a field twice, or a source that is no string.
fn loose(line: &str) -> Result<Request<'_>, String> {
    let value: serde_json::Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let string = |field: &str| value.get(field).and_then(|field| field.as_str()).map(|field| Cow::Owned(field.to_owned()));
    Ok(Request { id: value.get("id").cloned().unwrap_or_default(), text: string("text").ok_or("no `text`")?, source: string("source") })
}
