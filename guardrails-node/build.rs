//! Tells the linker to leave the symbols of Node open: they are there when Node loads the library.

#![allow(clippy::disallowed_methods, clippy::print_stdout)]

fn main() {
    napi_build::setup();
    // Not `napi build --strip`, which says it by RUSTFLAGS: with these every crate would be compiled anew beside what the wheel has compiled.
    let told = |name| std::env::var_os(name);
    if told("PROFILE").is_some_and(|profile| profile == "release") && told("CARGO_CFG_UNIX").is_some() {
        println!("cargo::rustc-cdylib-link-arg=-s");
    }
}
