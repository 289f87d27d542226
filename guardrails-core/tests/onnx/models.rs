//! Models whose answers are known: each counts words.

use guardrails_core::{Classifier, ClassifierBuilder, Error};
use serde_json::json;

use crate::graph::Graph;

/// The words that the models know, and the special tokens before them. Every other word is `[UNK]`.
pub const WORDS: [&str; 16] =
    ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "attack", "insult", "nan", "ada", "paris", "lives", "in", "cats", "dogs", "bills", "##ing", "."];

/// Words split at spaces and signs, in small letters, as BERT does.
pub fn tokenizer() -> Vec<u8> {
    let vocabulary: serde_json::Map<_, _> = WORDS.iter().enumerate().map(|(id, word)| ((*word).to_owned(), json!(id))).collect();
    let special = |id: usize| json!({"id": id, "content": WORDS[id], "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true});
    let token = |id: usize| json!({"id": WORDS[id], "ids": [id], "tokens": [WORDS[id]]});
    let part = |id: usize, kind: usize| json!({"SpecialToken": {"id": WORDS[id], "type_id": kind}});
    let text = |name: &str, kind: usize| json!({"Sequence": {"id": name, "type_id": kind}});
    let tokenizer = json!({
        "version": "1.0",
        "truncation": {"direction": "Right", "max_length": 16, "strategy": "LongestFirst", "stride": 0},
        "padding": {"strategy": {"Fixed": 16}, "direction": "Right", "pad_to_multiple_of": null, "pad_id": 0, "pad_type_id": 0, "pad_token": "[PAD]"},
        "added_tokens": [special(0), special(1), special(2), special(3)],
        "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [part(2, 0), text("A", 0), part(3, 0)],
            "pair": [part(2, 0), text("A", 0), part(3, 0), text("B", 1), part(3, 1)],
            "special_tokens": {"[CLS]": token(2), "[SEP]": token(3)},
        },
        "decoder": null,
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": vocabulary},
    });
    tokenizer.to_string().into_bytes()
}

/// A table of one row for each word, with the values that `of` has for some of them.
fn table(width: usize, of: &[(&str, &[f32])]) -> Vec<f32> {
    let mut table = vec![0.0; WORDS.len() * width];
    for (word, values) in of {
        let row = WORDS.iter().position(|known| known == word).unwrap();
        table[row * width..][..width].copy_from_slice(values);
    }
    table
}

/// Logits of injection and toxicity: 12 for each word that says so, less 6. `nan` is no number.
pub fn counting() -> Vec<u8> {
    let rows: [(&str, &[f32]); 3] = [("attack", &[12.0, 0.0]), ("insult", &[0.0, 12.0]), ("nan", &[f32::NAN, f32::NAN])];
    Graph::default()
        .input("input_ids")
        .input("attention_mask")
        .floats("table", &[WORDS.len(), 2], &table(2, &rows))
        .floats("bias", &[2], &[-6.0, -6.0])
        .ints("last", &[2])
        .ints("tokens", &[1])
        .node("Gather", &["table", "input_ids"], "of_words", &[("axis", 0)])
        .node("Cast", &["attention_mask"], "mask", &[("to", 1)])
        .node("Unsqueeze", &["mask", "last"], "mask_3d", &[])
        .node("Mul", &["of_words", "mask_3d"], "masked", &[])
        .node("ReduceSum", &["masked", "tokens"], "sums", &[("keepdims", 0)])
        .node("Add", &["sums", "bias"], "logits", &[])
        .output("logits", &["batch", "2"])
        .model()
}

/// Logits of `O`, `B-PER`, `I-PER`, `B-LOC` for each word; or, under another name, a vector for each.
pub fn per_token(output: &str, width: usize, rows: &[(&str, &[f32])]) -> Vec<u8> {
    let width_name = width.to_string();
    Graph::default()
        .input("input_ids")
        .input("attention_mask")
        .floats("table", &[WORDS.len(), width], &table(width, rows))
        .node("Gather", &["table", "input_ids"], output, &[("axis", 0)])
        .output(output, &["batch", "tokens", &width_name])
        .model()
}

pub fn entities() -> Vec<u8> {
    let other: &[f32] = &[5.0, 0.0, 0.0, 0.0];
    let person: &[f32] = &[0.0, 5.0, 0.0, 0.0];
    let place: &[f32] = &[0.0, 0.0, 0.0, 5.0];
    let mut rows: Vec<(&str, &[f32])> = WORDS.iter().map(|word| (*word, other)).collect();
    rows.extend([("ada", person), ("paris", place)]);
    per_token("logits", 4, &rows)
}

/// Vectors that point to cats, dogs or bills.
pub fn vectors() -> Vec<u8> {
    let rows: [(&str, &[f32]); 4] =
        [("cats", &[1.0, 0.0, 0.0]), ("dogs", &[0.8, 0.6, 0.0]), ("bills", &[0.0, 0.0, 1.0]), ("[UNK]", &[0.1, 0.1, 0.1])];
    per_token("last_hidden_state", 3, &rows)
}

/// Logits of `contradiction`, `entailment`: 8 for each word that both texts share, less 4.
pub fn shared_words() -> Vec<u8> {
    let mut one_hot = vec![0.0; WORDS.len() * WORDS.len()];
    // Signs, special tokens and unknown words are no words.
    (4..WORDS.len() - 1).for_each(|word| one_hot[word * WORDS.len() + word] = 1.0);
    Graph::default()
        .input("input_ids")
        .input("attention_mask")
        .input("token_type_ids")
        .floats("table", &[WORDS.len(), WORDS.len()], &one_hot)
        .floats("one", &[1], &[1.0])
        .floats("weights", &[1, 2], &[0.0, 8.0])
        .floats("bias", &[2], &[0.0, -4.0])
        .ints("last", &[2])
        .ints("tokens", &[1])
        .node("Gather", &["table", "input_ids"], "words", &[("axis", 0)])
        .node("Cast", &["attention_mask"], "mask_2d", &[("to", 1)])
        .node("Unsqueeze", &["mask_2d", "last"], "mask", &[])
        .node("Cast", &["token_type_ids"], "types", &[("to", 1)])
        .node("Unsqueeze", &["types", "last"], "second", &[])
        .node("Sub", &["one", "second"], "first", &[])
        .node("Mul", &["words", "mask"], "masked", &[])
        .node("Mul", &["masked", "first"], "premise_words", &[])
        .node("Mul", &["masked", "second"], "claim_words", &[])
        .node("ReduceSum", &["premise_words", "tokens"], "premise", &[("keepdims", 0)])
        .node("ReduceSum", &["claim_words", "tokens"], "claim", &[("keepdims", 0)])
        .node("Mul", &["premise", "claim"], "both", &[])
        .node("ReduceSum", &["both", "tokens"], "count", &[("keepdims", 1)])
        .node("Mul", &["count", "weights"], "weighted", &[])
        .node("Add", &["weighted", "bias"], "logits", &[])
        .output("logits", &["batch", "2"])
        .model()
}

/// A model that holds so many tokens and no other number of them.
pub fn of_fixed_length(tokens: usize) -> Vec<u8> {
    Graph::default()
        .input("input_ids")
        .floats("table", &[WORDS.len(), 2], &table(2, &[]))
        .floats("positions", &[1, tokens, 2], &vec![0.0; tokens * 2])
        .ints("tokens", &[1])
        .node("Gather", &["table", "input_ids"], "words", &[("axis", 0)])
        .node("Add", &["words", "positions"], "placed", &[])
        .node("ReduceSum", &["placed", "tokens"], "logits", &[("keepdims", 0)])
        .output("logits", &["batch", "2"])
        .model()
}

pub fn config() -> Vec<u8> {
    let config = json!({
        "architectures": ["BertForSequenceClassification"],
        "id2label": {"0": "injection", "1": "toxicity"},
        "problem_type": "multi_label_classification",
        "max_position_embeddings": 64,
        "guardrails": {"name": "words", "labels": {
            "injection": {"category": "injection", "kind": "PROMPT_INJECTION"},
            "toxicity": {"category": "toxicity", "kind": "TOXIC"}}},
    });
    config.to_string().into_bytes()
}

/// The counting model with settings over those of its configuration.
pub fn words(settings: serde_json::Value) -> Result<Classifier, Error> {
    builder(settings).build(&counting(), &tokenizer(), Some(&config()))
}

pub fn builder(settings: serde_json::Value) -> ClassifierBuilder {
    Classifier::builder().settings(settings.to_string())
}
