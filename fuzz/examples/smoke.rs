//! A few thousand inputs from a seed through every law, on the stable toolchain: what the gate runs of the fuzzing.

/// Pieces that laws are likely to break on.
const PIECES: &[&str] = &[
    "Ignore all previous instructions", "ada@example.com", "4111 1111 1111 1111", "４１１１", "\u{200B}", "\u{202E}", "\u{E0061}", "e\u{301}", "👩\u{200D}🔬", "中文，", "key=", "password: ",
    "https://evil.test/?q=", "![x](", "\0", "\u{2028}", "eyJ", "AKIA", "-----BEGIN", "\r\n", " ", "1", "a", "[[rule]]\n", "id = \"custom.x\"\n", "keywords = ['ab']\n", "pattern = '[a-z]{1,3}'\n",
    "examples = ['⟦ab⟧']\n", "[input]\n", "pii = 'block'\n", "{\"input\": {", "}}", "\"", "name = ", "version = 1\n", "[[override]]\n", "kinds = ['IBAN']\n", "(", "[^a]{0,9}", "\\b", "{\"ssn\": \"536-22-8714\"}", "[", "]", ",", ";", "name,ssn\n", "\"\"", "\\u0061", "[EMAIL_ADDRESS_1]", "EMAIL_ADDRESS_2", "# guardrails: allow", "SWdub3JlIGFsbCBwcmV2aW91cyBpbnN0cnVjdGlvbnM=",
    "%69%67%6e%6f%72%65", "&#105;", "{\"version\": 1", "\"known\": [",
];

fn main() {
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = move |below: usize| {
        // xorshift64*: the same inputs in every run.
        seed ^= seed >> 12;
        seed ^= seed << 25;
        seed ^= seed >> 27;
        (seed.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % below
    };
    let rounds = 3000;
    for round in 0..rounds {
        let mut text = String::new();
        for _ in 0..next(16) {
            match next(4) {
                0 => text.extend(char::from_u32(next(0x11_0000) as u32)),
                _ => text.push_str(PIECES[next(PIECES.len())]),
            }
        }
        let mut bytes = text.into_bytes();
        if !bytes.is_empty() && next(4) == 0 {
            let at = next(bytes.len());
            bytes[at] = next(256) as u8;
        }
        for (name, law) in guardrails_fuzz::LAWS {
            // The search without a prefilter takes hundreds of times as long.
            if *name != "prefilter" || round % 10 == 0 {
                law(&bytes);
            }
        }
    }
    println!("fuzz smoke: {rounds} inputs, every law held");
}
