//! Tells the linker to leave the symbols of Node open: they are there when Node loads the library.

fn main() {
    napi_build::setup();
}
