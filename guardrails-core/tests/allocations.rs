//! Clean text costs nothing: what a scan allocates, counted.
#![allow(clippy::unwrap_used)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use guardrails_core::{Action, Guard};

struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
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

fn allocations(work: impl FnOnce()) -> usize {
    let before = COUNT.with(Cell::get);
    work();
    COUNT.with(Cell::get) - before
}

const PROMPT: &str = "Could you help my son plan a birthday party in the garden behind our house? He turns seven and loves owls. We have a long table, \
    eleven chairs, and a lot of paper lanterns left from last summer. The guests like pancakes, apple juice and anything with chocolate on top. ";

#[test]
fn a_clean_prompt_of_1_kb_allocates_nothing() {
    let guard = Guard::default();
    let text = PROMPT.repeat(5);
    let text = text.get(..1024).unwrap();
    assert_eq!(guard.scan_input(text).findings, []);
    let count = allocations(|| assert_eq!(guard.scan_input(text).action, Action::Allow));
    assert_eq!(count, 0);
    let count = allocations(|| assert_eq!(guard.scan_input(text).text().as_deref(), Some(text)));
    assert_eq!(count, 0, "the text of a clean verdict is borrowed");
}

#[test]
fn plain_text_of_other_scripts_is_borrowed_too() {
    let guard = Guard::default();
    for text in ["これは庭でひらく小さなお祝いの会です。みんなで歌います。", "孩子们在花园里唱歌和跳舞。", "아이들이 마당에서 노래합니다."]
    {
        assert_eq!(guard.scan_input(text).findings, [], "{text}");
        assert_eq!(allocations(|| assert_eq!(guard.scan_input(text).action, Action::Allow)), 0, "{text}");
    }
}

#[test]
fn one_finding_costs_a_few_allocations() {
    let guard = Guard::default();
    let text = "Write to ada@example.com, please.";
    assert_eq!(guard.scan_input(text).findings.len(), 1);
    let count = allocations(|| assert_eq!(guard.scan_input(text).action, Action::Redact));
    assert!(count <= 16, "{count} allocations");
}
