//! Words of texts that talk about attacks on language models.

/// What such texts are about: the attacker, the attack, the defence, the model, examples. Choices of words and their beginnings in their folded
/// form; whatever their case.
pub(super) const TOPICS: [&str; 5] = [ATTACKER, ATTACK, DEFENCE, MODEL, EXAMPLE];

const ATTACKER: &str = "attacker|un pirate|adversar|malicious|hacker|bad actor|threat actor|attaquant|malveillant|pirate informatique|angreif|bosartig|boswillig|\
    atacante|malicios|malintencionad|attaccante|malintenzionat|agressor|aanvaller|kwaadwillend|atakujac|napastnik|zlosliw|злоумышленник|атакующ|вредоносн|\
    зловмисник|зловмисн|шкідлив|saldirgan|kotu niyetli|kotu amacli|مهاجم|خبيث|תוקף|זדוני|हमलावर|दुर्भावनापूर्ण|আক্রমণকারী|ক্ষতিকর|攻击者|攻擊者|恶意|惡意|攻撃者|悪意|공격자|악의적|악성|\
    ke tan cong|doc hai|penyerang|berniat jahat|hyokkaaj|\
    utocnik|atacator|tamado|angripar|angriber|angriper|нападател|нападач|napadac|napadalec|uzpuolik|uzbrucej|rundaja|umaatake|mshambuliaji|\
    επιτιθεμεν|حملہ آور|தாக்குபவ|హ్యాకర్|हल्लेखोर|હુમલાખોર|\
    ผู้โจมตี|sulmues|umhlaseli|ionsaitheoir|ymosodwr|հարձակվող|თავდამსხმელ|hucumcu|шабуылдаушы|\
    hujumchi|आक्रमणकारी|ದಾಳಿಕೋರ|ആക്രമണകാരി|ਹਮਲਾਵਰ|တိုက်ခိုက်သူ|\
    អ្នកវាយប្រហារ|ຜູ້ໂຈມຕີ|አጥቂ|arasarmad|напаѓач|зламыснік|erasotzaile|довтлогч|\
    بریدګر|eriskar|attakkant|atakanto";

const ATTACK: &str = "prompt[ -]?injection|exfiltrat|\\bexfil\\b|poisoned (?:document|page|mail|data|web)|red[ -]?team|hidden (?:text|instruction|prompt|sentence)|indirect injection|injection attack|prompt[ -]leak|jailbreak|adversarial prompt|prompt hacking|injection de (?:prompt|invite)|fuite de prompt|\
    eingabeaufforderungsinjektion|inyeccion de|fuga de(?:l)? prompt|iniezione|injecao de|vazamento de prompt|инъекци|инжект|ін'єкці|утечк(?:а|и) промпт|enjeksiyon|حقن|\
    הזרקת|इंजेक्शन|ইনজেকশন|注入|越狱|越獄|泄露|洩漏|インジェクション|プロンプトリーク|ジェイルブレイク|脱獄|인젝션|주입|탈옥|유출|tiem (?:prompt|lenh|ma)|injeksi|injektio|injeccio|wstrzyk";

const DEFENCE: &str = "mitigat|allow-?list|saniti[sz]|classifier|false (?:alarm|positive)|guardrail|faux positif|falso positiv|fehlalarm|moderation|vulnerab|defen[sc]e|defend|prevent|detect|securi|robust|threat|exploit|safeguard|attenuat|sicherheit|schwachstelle|verteidig|verwundbar|\
    schutz|seguri|defensa|defesa|difesa|sicurezza|beveilig|kwetsba|bezpiecz|podatno|безопасн|уязвим|защит|безпек|вразлив|захист|guvenlik|savunma|zafiyet|أمن|دفاع|ثغر|אבטח|הגנ|सुरक्षा|बचाव|\
    নিরাপত্তা|防御|防禦|防护|防護|安全|漏洞|脆弱|対策|セキュリティ|방어|보안|취약|완화|bao mat|phong thu|lo hong|keamanan|kerentanan|pertahanan|turvalli|haavoittuv|\
    bezpecnost|biztonsag|sebezhet|sakerhet|sikkerhe|сигурност|безбедност|ранливост|sigurnos|ranjivost|varnost|ranljiv|saugum|\
    pazeidziam|drosib|ievainojam|haavatav|seguretat|ασφαλει|ευπαθει|usalama|سیکیورٹی|பாதுகாப்பு|భద్రత|\
    સુરક્ષા|ความปลอดภัย|ช่องโหว่|sigurise|diogelwch|անվտանգ|უსაფრთხ|tehlukesizlik|\
    қауіпсізд|xavfsizlik|ಭದ್ರತ|ಸುರಕ್ಷ|സുരക്ഷ|ਸੁਰੱਖਿਆ|လုံခြုံရေး|\
    សុវត្ថិភាព|ຄວາມປອດໄພ|ደህንነት|oryggi|бяспек|segurtasun|аюулгүй байд|sekurec";

const MODEL: &str = "llm|language model|chatgpt|gpt-?[345]|prompt engineer|chatbot|model|модел|نموذج|מודל|मॉडल|মডেল|模型|モデル|모델|mo hinh|malli|\
    μοντελ|mudel|մոդել|მოდელ|மாதிரி|మోడల్|ಮಾದರಿ|മോഡൽ|ਮਾਡਲ|โมเดล|\
    загвар";

const EXAMPLE: &str = "example|e\\.g\\.|such as|scenario|exemple|beispiel|z\\. ?b\\.|ejemplo|escenario|esempio|scenari|exemplo|cenario|voorbeeld|przyklad|пример|сценари|приклад|сценарі|\
    ornek|senaryo|مثال|سيناريو|דוגמ|תרחיש|उदाहरण|परिदृश्य|উদাহরণ|例如|示例|例子|场景|場景|情境|シナリオ|例え|例を|例です|예를|예시|시나리오|vi du|kich ban|contoh|skenario|esimerk|\
    priklad|exemplu|peldaul|exempel|eksempel|primjer|pavyzd|piemer|naiteks|παραδειγμ|mfano|ตัวอย่าง|\
    எடுத்துக்காட்ட|உதாரண|ఉదాహరణ|ઉદાહરણ|shembu|isibonelo|enghraifft|օրինակ|\
    მაგალით|meselen|мысал|masalan|ಉದಾಹರಣ|ഉദാഹരണ|ਉਦਾਹਰਨ|උදාහරණ|ဥပမာ|\
    ឧទាហរណ៍|ຕົວຢ່າງ|ምሳሌ|misali|прыклад|adibide|жишээ|بېلګ|tusaale|ezempj|ekzempl";

/// What people say of an assistant without a word of models.
pub(super) const MACHINES: &str = "\\b(?:assistants?|agents?|copilots?|bots?|robots?|ai|summari[sz]ers?|ki|ia|ki-assistent\\w*|assistent\\w*|asistente\\w*|asystent\\w*|asistan\\w*)\\b|ассистент|помощник|\
    асистент|нейросет|アシスタント|人工知能|助手|人工智能|机器人|비서|인공지능|챗봇|المساعد|الذكاء الاصطناعي|सहायक|βοηθ";

/// What stands beside words that a filter, a test or a list of attacks holds: the name of what they are, or what became of them.
pub(super) const LABELS: &str = "\\bscored? ?[:=]? ?[01]\\.|スコア|判定|通過|\\bexpect\\w{0,3}[\"']?[:=]? ?[\"']?(?:block|deny|refus|flag|attack|reject|unsafe)|\\b(?:label|class|verdict|category|type)[\"']?[:=] ?[\"']?(?:1\\b|attack|inject|jailbreak|malicious|unsafe|bad\\b)|\\b(?:matche[sd]|blocked|rejected|refused|flagged|detected|quarantined|caught|filtered|denied|payloads?|attacks?|injections?|malicious|jailbreaks?|test cases?|gesperrt|blockiert|abgewiesen|\
    erkannt|muster|bloque\\w{0,3}|rejete\\w{0,2}|detecte\\w{0,2}|bloquead\\w|rechazad\\w|detectad\\w|bloccat\\w|rilevat\\w|rejeitad\\w|geblokkeerd|geweigerd|zablokowa\\w{1,3}|odrzucon\\w|wykryt\\w|engellen\\w{1,4}|\
    blokeret|blockerad\\w?|estetty)\\b|заблок|отклонен|обнаруж|遮断|ブロック|検出|拦截|阻止|检测|차단|탐지|محظور|حظر|נחסם";

/// What a report of a fault says was done, and what should have come of it.
pub(super) const FAULT: [&str; 2] = [
    "\\b(?:steps|reproduc\\w{1,4}|repro|actual|schritte|etapes|reproduire|pasos|passi|passos|stappen|kroki|adimlar)\\b|шаги|воспроизв|手順|再現|步骤|重现|재현|خطوات",
    "\\b(?:expected|should (?:ignore|refuse|treat|not)|erwartet\\w{0,2}|attendu\\w{0,2}|esperad\\w|atteso|previsto|verwacht|oczekiwan\\w|beklenen)\\b|ожида|期待|预期|應該|应该忽略|예상|المتوقع",
];

/// People who are told what to do: an order to them that calls earlier ones off is a notice.
pub(super) const PEOPLE: &str = "\\b(?:staff|employees|colleagues|team members|volunteers|nurses?|receptionists?|reception|students|pupils|drivers|tenants|residents|participants|contractors|crew|teachers|officers|troops|soldiers|guards|wardens|constables|sailors|firefighters|clerks|\
    mitarbeite\\w{0,6}|kolleg\\w{1,6}|beschaftigte\\w?|rezeption|dienstanweisung|rundschreiben|personnel|employes|salaries|collegues|benevoles|accueil|empleados|companeros|personal de|recepcion|voluntarios|\
    dipendenti|colleghi|personale|funcionarios|colaboradores|medewerkers|collega's|pracowni\\w{1,4}|recepcj\\w{1,3}|calisan\\w{1,6}|personel\\w{0,4}|resepsiyon\\w{0,4}|anstallda|medarbejdere|ansatte)\\b|\
    сотрудник|коллег|персонал|работник|співробітник|受付|社員|従業員|スタッフ|担当者|同事|员工|工作人员|직원|동료|담당자|موظف|الزملاء|עובדים|कर्मचारि";

/// That a text is a test, or holds tests.
pub(super) const TESTS: &str = "\\bdef test_|\\bpytest\\b|\\bunittest\\b|@test\\b|\\bdescribe\\(|\\bit\\([\"']|\\bexpect\\(|#\\[test\\]|\\bfunc test[a-z_]|\\btest\\([\"']|\\bassert(?:that|equals?|true|false)?[ (]";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::Folded;

    #[test]
    fn every_pattern_compiles() {
        for words in TOPICS.into_iter().chain(FAULT).chain([MACHINES, LABELS, PEOPLE, TESTS]) {
            assert!(crate::rules::compile(words, true).is_ok(), "{words}");
        }
    }

    #[test]
    fn words_are_written_as_they_are_compared() {
        for words in TOPICS.into_iter().chain(FAULT).chain([MACHINES, LABELS, PEOPLE, TESTS]) {
            assert_eq!(Folded::new(words).text(), words);
        }
    }
}
