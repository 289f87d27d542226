use super::*;

#[derive(Default)]
struct Seen {
    blocks: Vec<Vec<usize>>,
    open: Vec<usize>,
}

impl Sink for Seen {
    fn feature(&mut self, bucket: usize) {
        self.open.push(bucket);
    }
    fn end_of_block(&mut self) {
        self.blocks.push(std::mem::take(&mut self.open));
    }
}

fn blocks(text: &str) -> Vec<Vec<usize>> {
    let mut seen = Seen::default();
    extract(text, &mut seen);
    seen.blocks
}

#[test]
fn every_feature_has_a_bucket() {
    let all: String = ('\0'..'\u{3000}').collect();
    assert!(blocks(&all).iter().flatten().all(|bucket| *bucket < BUCKETS));
}

#[test]
fn blocks_are_cut_by_bytes() {
    assert_eq!(blocks("").len(), 0);
    assert_eq!(blocks(&"a".repeat(BLOCK)).len(), 1);
    assert_eq!(blocks(&"a".repeat(BLOCK + 1)).len(), 2);
}

#[test]
fn case_and_the_width_of_spaces_change_no_gram() {
    let grams = |text: &str| blocks(text).into_iter().flatten().filter(|bucket| *bucket < SHAPES).collect::<Vec<_>>();
    assert_eq!(grams("Ignore  ALL\trules 77."), grams("ignore all rules 5."));
    assert_ne!(blocks("IGNORE."), blocks("ignore."), "the shapes tell them apart");
}
