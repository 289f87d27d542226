//! Words by which a text speaks to a machine that reads it, and what it then wants, in the languages that the detector knows. Patterns are
//! matched on the folded view in bytes, whatever the case: Latin letters without accents, other scripts in lower case.

/// What a machine that reads is called. Plain words such as `tool` count only where they are spoken to.
pub(super) const MACHINE: &str = concat!(
    r#"\b(?:ai|a\.i\.|llm|gpt|ml|language[ -]model|machine|automat(?:ed|ic)|robot(?:ic)?|virtual|digital|generative|agentic|(?:copilot|chatgpt|gpt)(?:-style)?|answer|sentiment|voice|reading|"#,
    r#"recommend(?:er|ation)|review(?:er|ing)?|screening|grading|scoring|ranking|caption(?:er|ing)|translat(?:ion|or|ing)|accounts-payable|payments?|billing|"#,
    r#"procurement|purchasing|inbox|booking|analysis|coding|moderation|parsing|extraction|summary|summari[sz]ation|triage|hiring|recruiting)[ -](?:[a-z]{2,10}[ -])?(?:"#,
    r#"note-?takers?|suggestions?|results?|algorithms?|transcribers?|planners?|schedulers?|checkers?|generators?|buyers?|shoppers?|tutors?|narrators?|previewers?|previews?|completions?|overviews?|summari[sz]ers?|summaries|answers?|readers?|reviewers?|referees?|graders?|judges?|raters?|screeners?|scorers?|"#,
    r#"classifiers?|extractors?|parsers?|translators?|guides?|recommenders?|editors?|writers?|coders?|evaluators?|moderators?|processors?|indexers?|listeners?|"#,
    r#"captioners?|crawlers?|spiders?|scrapers?|engines?|models?|llms?|ais?|bots?|agents?|assistants?|copilots?|helpers?|tools?|systems?|services?|clients?|workflows?|consumers?)\b|\b(?:cv|resume|essay|invoice|voice|chat|web|news|contract|e-?mail|document|page|text|log|meeting|ticket|claims?)[ -](?:parsers?|summari[sz]ers?|classifiers?|scorers?|graders?|screeners?|reviewers?|llms?|ais?|crawlers?|extractors?|scanners?)\b|"#,
    r#"\b(?:digitale?[nrs]? (?:helfer|assistent\w{0,4})|(?:sistem[ai]|sistemas?|systemes?|strument[oi]|herramientas?|outils?|ferramentas?|programm?[ai]) (?:di|de|d') ?(?:ia|ai|sintesi|sintese|resumen(?:es)?|resumo|resume|synthese|riassunto|traduzione|traduction|traduccion|analisi|analyse|analisis|recherche|busca|busqueda|ricerca|selezione|seleccion|selecao|tri|triage|cribado)(?: automatic\w{0,2}| automatique)?|robos?|note[ -]?tak(?:ers?|ing (?:apps?|bots?|tools?))|machines?|[a-z]{0,10}software|apps?|tools?|helpers?|planners?|front-ends?|automations?|(?:machine|automat(?:ed|ic)|ai|robo|text|map|figure|"#,
    r#"inbox) ?-?(?:readers?|graders?|translators?|advisers?|reviewers?|classifiers?|chefs?|clerks?)|a\.?i\.?|ais|artificial intelligence|llms?|(?:large |"#,
    r#"vision |ai )?(?:language |vision )?models?|chat ?gpt|gpt|claude|gemini|copilots?|chat-?bots?|[a-z]{0,12}bots?|robots?|assistants?|agents?|"#,
    r#"summari[sz]ers?|crawlers?|pair programmers?|(?:ai|virtual|digital|automat(?:ed|ic)|smart|coding|shopping|mail|writing|support|browser|triage|"#,
    r#"screening|captioning|processing|llm|generative|intelligent|autonomous|machine|health|log-analysis|automated)(?: [a-z-]{2,12})? (?:helpers?|systems?|"#,
    r#"tools?|engines?|readers?|software|referees?|reviewers?|contributors?|programmers?|pipelines?|services?|programs?)|ki(?:s|-[a-z]{3,20})?|"#,
    r#"kunstliche intelligenz|sprachmodell\w{0,2}|[a-z]{0,16}-?assistent\w{0,4}|modelle?[ns]?|agenten|auswahlsystem|ias?|intelligence artificielle|"#,
    r#"assistants? (?:numeriques?|vocal|vocaux|virtuels?|d'achat)|modeles? (?:de langage|d'ia)|modeles?|inteligencias? artificial(?:es)?|asistentes?(?: (?:virtual(?:es)?|digital(?:es)?|de voz|de compras))?|modelos?(?: de lenguaje| de linguagem)?|"#,
    r#"agentes?|intelligenz[ae] artificial[ei]|assistent[ei](?: (?:vocal[ei]|virtual[ei]|virtuais|digital[ei]|digitais|de voz|de compras))?|modell[oi](?: linguistic[oi])?|agent[ei]|assistentes?|taalmodel\w{0,4}|ai-[a-z]{3,16}|"#,
    r#"asysten\w{1,4}|c[zh]{1,2}atbo[tc]\w{0,4}|model\w{0,3}|sztuczn\w{1,3} inteligencj\w|agen(?:ta|cie|ci|tom|tow)|yapay zeka\w{0,6}|asistan\w{0,9}|dil model\w{0,6}|ajan\w{0,4}|"#,
    r#"sprakmodell\w{0,3}|sprogmodel\w{0,4}|tekoaly\w{0,3}|umela inteligence|jazykov\w{1,3} model\w{0,3}|asistent\w{0,3}|mesterseges intelligencia|"#,
    r#"inteligenta artificiala|kecerdasan buatan|asisten|tro ly|mo hinh|orchestrators?|orchestrateur|orquestador|orchestratore|sub-?agents?|sous-agents?|subagentes?|(?:ferramentas?|herramientas?|outils?|strument[oi]|systemes?|sistemas?|sistem[ai]|systeem|system[ey]?|tool|programm?[aei]?|logiciels?|software)(?: (?:de |d')?(?:ia|ai|automatique|inteligentes?|intelligenti?|automatic[oa]s?|inteligencia artificial|sztucznej inteligencji)| que | qui | che ))\b|языков\S{1,4} модел\S{0,4}|мовн\S{1,4} модел\S{0,4}|искусственн\S{2,4} интеллект\S{0,2}|штучн\S{2,4} інтелект\S{0,2}|нейросет\w{0,9}|нейросет|ии-[\x80-\xff]{3,40}|(?:^|[ \n\"(>])ии[ ,:!.]|ассистент|помощник|модел|агент|"#,
    r#"[ \n\"(>|:-]бот(?:у|а|ам|ы|-|[ ,:])|чат-?бот|асистент|ші-|помічник|τεχνητη νοημοσυνη|βοηθ|μοντελ|الذكاء الاصطناعي|برنامج (?:التلخيص|الترجمة|الفرز|القراءة)|أداة التلخيص|المساعد|مساعد|نموذج|النموذج|الوكيل|وكيل|روبوت|هوش مصنوعی|دستیار|مدل|"#,
    r#"בינה מלאכותית|עוזר|מודל|एआई|सहायक|मॉडल|人工知能|アシスタント|エージェント|言語モデル|モデル|人工智能|语言模型|語言模型|大模型|模型|智能体|助手|助理|(?:筛选|审核|招聘|推荐|客服|翻译|摘要|评分|检索|阅读|排序)(?:系统|程序|工具|软件|模型|ai)|(?:邮件|浏览器|购物|智能|采购)代理|机器人|機器人|인공지능|에이전트|언어 ?모델|모델|비서|챗봇|도우미"#,
);

/// That it is spoken to: what stands right before its name, at the beginning of a sentence, a line or a field.
pub(super) const TO: &str = concat!(
    r#"(?:(?:^|[.!?:;,-] |[()\[\]{}<>\"'*#|\n])[ ]{0,8}(?:[0-9.]{1,5} )?(?:(?:a |an |the |one |speaker |side |internal |hidden |final |editor's |author's |another |important |urgent |special |little |short |private |"#,
    r#"quick |please |and |but |also |so ){0,2}(?:notes?|notice|messages?|hints?|memo|instructions?|important|attention|attn|reminder|directive|"#,
    r#"advice|word|something|addressed|rules?|guidance|new task|task|next steps?|usage|usage requirement|hinweise?|nachricht|anweisung(?:en)?|notiz|"#,
    r#"anmerkung|note|nota|mensaje|messaggio|mensagem|texto?|observacao|aviso|bericht|opmerking|tekst|uwaga|wiadomosc|note a|bilgi|mesaj) )?(?:to|for|"#,
    r#"attention|attn|example for|ps|nb|@|dear|hey|hi|hello|whichever|whatever|any|every|all|you|kind|note|directive|instructions?|hint|if you(?:'re| are)|"#,
    r#"by|an|fur|liebe[rsn]?|hallo|wenn du|alle|jede[rns]?|a l'attention de|pour|aux?|cher|chere|chers|si tu es|tout|toute|tous les|toi|para|al|a l[ao]s?|"#,
    r#"querid[oa]s?|si eres|cualquier|per|ai|agli|alla|all'|caro|cari|se sei|ogni|qualsiasi|aos?|se fores|se voce e|qualquer|voor|aan|beste|geachte|elke|"#,
    r#"als je|do|dla|drogi|jesli jestes|kazdy|sayin|sevgili|eger bir|till|til|for|pro|pre|catre|pentru|untuk|kepada|cho|gui|ei|oi|ola|ehi|ciao|hola|oye|eh|hei|hej|czesc|merhaba|halo)(?:\b|[ '])(?: (?:the|an?|any|all|every|"#,
    r#"whichever|our|your|this|die|den|das|der|eine?n?|le|la|les|l'|el|los|las|il|lo|gli|de|het|o|os|um|uma|digital|automatic|automated|"#,
    r#"ai)){0,3}(?: [a-z-]{1,14}){0,2}[ ']{1,2}|(?:^|[\s(\[>])@|\b(?:whichever|whatever|this is for (?:the|any|all)|the following is for (?:the|any|all)) (?:[a-z-]{2,14} )?|【(?:写给|致|给)[\x80-\xff]{0,12}|(?:^|[.!?:;,(\[{<>\"'*#|\n-]|замет\S{1,3} |сообщение |текст )[ ]{0,2}(?:для|дорог\S{2,4}|уважаем\S{2,4}|"#,
    r#"если ты|всем|до|إلى|على|ايها|أيها|ايتها|أيتها|عزيزي|إذا كنت|به|برای|אל|ל|प्रिय|(?:写给|致|给)[\x80-\xff]{0,12}?|請|如果你是|供|各位) ?(?:[\x80-\xff]{4,40} ){0,2})$"#,
);

/// A note to somebody, wherever it stands, before a name that is called.
pub(super) const NOTE: &str = concat!(
    r#"\b(?:notes?|notices?|messages?|hints?|memo|updates?|reminder|directive|remarks?|warning|alert|announcement|notification|command|ps|p\.s\.) (?:to|for)(?: (?:the|an?|any|all|every|your|our|this|whichever|whatever)){0,2}(?: [a-z-]{2,14}){0,2} $|"#,
    r#"\b(?:hinweise?|nachricht|anweisung(?:en)?|notiz|anmerkung|meldung|mitteilung|auftrag) (?:an|fur)(?: (?:die|den|das|alle|jede[ns]?|eine?n?))?(?: [a-z-]{2,14})? $|\b(?:note|message|consigne|instructions?|remarque|avis|rappel) (?:a|aux?|pour)(?: (?:l[ae']s?|tout\w{0,2}))?[ ']?(?:[a-z-]{2,14} )?$|"#,
    r#"\b(?:nota|mensaje|aviso|instruccion(?:es)?|recordatorio|mensagem|instrucao|instrucoes|lembrete|recado|messaggio|avviso|istruzion[ei]|promemoria) (?:para|al?|aos?|per|ai|agli|all[ae']|di)(?: (?:el|l[ao]s?|os?|as?|il|gli|l'))?[ ']?(?:[a-z-]{2,14} )?$|"#,
    r#"\b(?:bericht|opmerking|instructie|notitie) (?:aan|voor)(?: (?:de|het|alle|elke))? $|\b(?:uwaga|wiadomosc|notatka|instrukcja|polecenie) (?:do|dla) $|\b(?:not|mesaj|talimat)[: ]{1,2}$|\bp\.s\. для $|(?:замет|сообщен|инструкц|примечан|указан|повідомлен|приміт)\S{1,6} (?:для )?(?:\S{3,30} )?$|(?:ملاحظة|رسالة|تعليمات|تنبيه) (?:إلى|ل|لل)? ?$|(?:提示|通知|备注|说明|注意)[^\w]{0,6}(?:仅供|只给|给|致)?$|(?:仅供|只给|专供)$|"#,
    r#"\b(?:addressed to|intended for|meant for|aimed at|reserved for|gerichtet an|bestimmt fur|destinee?s? (?:a|aux?)|adressee?s? (?:a|aux?)|dirigid[oa]s? a|destinad[oa]s? a[os]?|rivolt[oa] a\w{0,3}|destinat[oa] a\w{0,3}|bedoeld voor|gericht aan|skierowan\w (?:do|dla)|przeznaczon\w dla|riktat till|rettet mod)(?: (?:the|an?|any|all|every|your|die|den|das|l[ae]?s?|el|los|il|lo|gli|de|het|o|os)){0,2}(?: [a-z-]{2,14}){0,2}[ ']$"#,
);

/// What follows a name that is called, before the comma or colon: what kind of machine it is, or what it does just now.
pub(super) const APPOSED: &str = r#"^(?:(?: (?:vocal\w{0,2}|virtual\w{0,3}|digital\w{0,3}|inteligentes?|intelligent\w?|intelligents?)| (?:de|of|for|from|in|on|im|von|fur|pour|per|da|do|di|del|della|van|voor) [a-z'-]{2,16}(?: [a-z'-]{2,16})?| [a-z]{3,14}ing(?: [a-z]{2,12}){0,3}| (?:scribe|clerk|secretary|concierge|butler|worker|operator|reader|buddy|friend))\)?|\))[,:]"#;

/// What stands right behind a name of a script without spaces that is called, in the middle of a sentence.
pub(super) const DIRECTLY: &str = r"^(?:[\x80-\xff]{0,9}?:|へ|님|에게,|께,)";

/// A greeting right before a name.
pub(super) const GREETS: &str = r"(?:\b(?:dear|hey|hi|hello|attention|attn|dear (?:the|automated|digital)|cher|chere|chers|querid[oa]s?|car[oi]|liebe[rs]?|beste|sayin|ehi|oye|ei|ola|hola|hallo) |@|(?:дорог|уважаем)\S{2,4} )$";

/// What is done to the machine, before its name: "to run the agent, comment …".
pub(super) const INFINITIVE: &str =
    r"\b(?:to|um|pour|para|per|om) [a-z]{2,14} (?:the|an?|your|our|this|den|die|das|l[ae]|l'|el|il|lo|o|de) $";

/// What is commanded in so many words.
pub(super) const ORDERED: &str = r"^[^.!?\n]{0,50}?\b(?:is|are) (?:hereby|herewith|now|therefore) (?:told|ordered|directed|instructed|required|asked|requested|commanded|obliged) to\b";

/// What is wanted *without* something: what forbids it to be done so turns it round.
pub(super) const WITHOUT: &str =
    r"^(?:without|ohne|sans|sin|senza|sem|zonder|bez|utan|uden|uten|tanpa|без|دون|بدون|ללא|בלי|बिना)\b|^(?:без|دون|بدون|ללא|בלי|बिना)";

/// That it is the one that reads this: what stands right behind its name.
pub(super) const READS: &str = concat!(
    r#"^(?: (?:de|di|d'|da|do) ?\w{2,14})?(?: (?:que|qui|che|die|das|der|welche[rs]?|dat|som|ktor[yae]|wat)) (?:[a-z']{1,14} ){1,4}?(?:este|esta|estes|estas|esto|estos|ce|cet|cette|ces|quest[aoei]|dies\w{0,2}|dit|deze|denne|dette|detta|ten|te|to|tej)\b|"#,
    r#"^(?: \w{3,14}){0,2} (?:incaricat[oaei] d|charge\w{0,2} d[e']|encargad[oa]s? de|encarregad[oa]s? de|beauftragt|tasked with|in charge of)\b|^(?:/[a-z]{2,12}){0,3}(?:/| or )(?:whoever|whichever|whatever|anyone) |"#,
    r#"^(?:은|는|이|가)? (?:아래|다음|이) (?:지시|지침|내용|문장|규칙)|^[^\n]{0,12}(?:遵循|执行|按照|遵守)(?:以下|下列)|^[^\n]{0,12}以下の(?:指示|手順)|^\S{0,16}, \S{4,40}(?:щ|вш)(?:ая|ий|ие|ей|ему|его)\S{0,4} [^,\n]{0,80}(?:эт|данн)|"#,
    r#"^\S{0,16},? (?:котор|яки|яка|яке|що )\S{0,6}(?: \S{2,40}){0,3} (?:эт|данн|ц)|^ (?:الذي|التي|که) (?:\S{2,20} ){0,2}(?:هذ|این)|^ (?:yang|ma|nao) (?:\w{2,12} ){1,3}(?:ini|nay)\b|"#,
    r#"^(?: (?:that|which|who|now|currently|is|are|be|will|may|when|while))* [a-z]{3,14}ing (?:[a-z,-]{1,14} ){0,4}?(?:this|these|here)\b|^(?: that| which) (?:[a-z]{2,12} ){1,3}(?:our|this|these|it|the) "#,
    r#"|"#,
    r#"^[ ]?(?:,? ?(?:that|which|who|whose|asked|used|the|will|may|is|are|be|being|has|have|currently|now|to|and|here|die|der|das|welche[rs]?|qui|que|quien|"#,
    r#"che|dat|die|ktor[ya]|som|den) ){0,3}(?:\b(?:read(?:s|ing)?|[a-z]{3,12}ing (?:this|these|it|through|from|for|with|on|here|our|my|via|by|the)|"#,
    r#"summari[sz]\w{1,4}|process\w{0,4}|pars\w{1,3}|index\w{1,3}|quot(?:e|es|ing)|cit(?:e|es|ing)|answer(?:s|ing)|translat\w{1,3}|review(?:s|ing)?|"#,
    r#"screen\w{0,4}|evaluat(?:es?|ing)|grad(?:es?|ing)|rank\w{0,3}|shorten\w{0,4}|condens\w{1,3}|analy[sz]\w{1,3}|collect\w{0,3}|prepar\w{1,3}|"#,
    r#"generat\w{1,3}|loads?|loading|open(?:s|ing)|handl\w{1,3}|sort(?:s|ing)|browsing|crawling|seeing|sees|look(?:s|ing) at|import\w{0,3}|upgrad\w{1,3}|"#,
    r#"fixing|acting for|working (?:on|with)|ask(?:ed|ing)? questions about|lie?st|lesen|zusammenfass\w{1,3}|verarbeite\w{1,2}|auswerte\w{1,5}|"#,
    r#"bewerte\w{1,2}|lit|lisant|lisez|resum\w{1,4}|traite\w{0,3}|citan\w{1,4}|lea|lee|leen|leer|lean|leyendo|procesa\w{0,3}|legg\w{1,5}|riassum\w{1,4}|"#,
    r#"prepara\w{0,2}|elabora\w{0,2}|le|lerem|ler|leem|lendo|resumir|processa\w{0,2}|leest|lezen|samenvat\w{0,3}|verwerkt|czyta\w{0,4}|streszcza\w{0,4}|"#,
    r#"przetwarza\w{0,4}|ocenia\w{0,4}|okuyan|ozetleyen|isleyen|laser|laeser|leser|cte|citeste|membaca|merangkum|doc|tom tat)\b|чита|перес|кратк|обраб|готов|"#,
    r#"цитиру|оценива|пишущ|يقرأ|تقرأ|يلخص|تلخص|يعالج|می‌خوان|قارئ|קורא|पढ़|読|要約|まとめ|总结|阅读|读|筛选|处理|摘要|읽|요약|처리)"#,
);

/// That it is the one that reads this, in languages that say so before the name.
pub(super) const AHEADOF: &str = r#"(?:읽은|읽는|요약하는|처리하는|보는|분석하는|검토하는|수집하는|가져온|불러온|받은|번역하는|답하는|読む|読んだ|要約する|まとめる|処理する|解析する|分析する|参照する|収集する|取得した|見ている|翻訳する|審査する|この[^\n]{3,40}を[^\n]{3,24}(?:する|した|む|んだ|る)|okuyan|ozetleyen|isleyen|yapan|bu (?:\w{2,20} ){1,3}\w{2,14}[ae]n|总结本文的|总结的|阅读|读到|读取|看到|分析|解析|抓取|浏览|摘要的|回答的|查询的|收到|审阅|翻译|筛选|处理)[^.\n]{0,24}$|इस [^\n]{4,60}(?:वाले|वाली|वाला) $|\byou, (?:an?|the|our|their|my) (?:[a-z-]{2,14} )?$|\byou \((?:an?|the) (?:[a-z-]{2,14} )?$|\b(?:du|sie|tu|vous|usted|voce), (?:die|der|das|l[ae]|l'|el|o|a|il|un[ae]?) ?$"#;

/// That it is called: what follows a name by which somebody is addressed.
pub(super) const CALLED: &str = concat!(
    r#"^[\x80-\xff]{0,24}(?:,? [\x80-\xff]{2,30}){1,6}:|^(?:请|請|须|務必|务必)|^[^\n\]]{0,18}】|"#,
    r#"^[ ]?(?:\*{2,}|={2,}|#{2,}|-{3,}) |^ ?(?:전용|专用|專用|専用|only)(?:\]|】|\)|:)|^[ -](?:directive|instructions?|notes?|policy|orders?|notice|override|command|message|task|rules?|hook|memo|hint)s?(?: [^>:\n]{0,40})?[>:]|"#,
    r#"^(?: [a-z]{2,12}){0,2} (?:qui|que|che|die|das|der|that|which|who|dat|wat|yang|som) [^.!?\n:]{3,70} ?:|"#,
    r#"^>?(?:[\x80-\xff]{0,12}?)(?:-[\x80-\xff]{2,40})?[ ]?(?:\\?(?:[,:>!]|、|،)|->|=>| [-]{1,2} |へ|님|야[ ,]|에게|께|は|須知|须知)|^(?:-[a-z]{1,16})?(?: (?:de|of|for|von|fur|pour|per|da|do|di|"#,
    r#"in|on)? ?[a-z\x80-\xff]{1,16}){1,3} ?:"#,
);

/// What it must do.
pub(super) const MUST: &str = concat!(
    r#"^(?:,| )?(?:应|须|务必)|^[^.\n]{0,80}?\b(?:\w{3,14}(?:aran|eran|iran|ront|anno|arao|erao|irao)|sont tenus|est tenue?|sont pries|tienen que|estan obligad|deberan|debera|sono tenut|dovranno|dovra|sao obrigad|deverao|devera|zijn verplicht|sind verpflichtet|sind angewiesen|ist angewiesen|sono pregat|sont invites)|^[^.\n]{0,60}?\bhat (?:es|sie|er|der|die|das)\b[^.\n]{0,80}? zu \w{3,16}en\b|^[^.!?\n:;]{0,60}?\b(?:(?:may|can) only|(?:is|are) (?:hereby |herewith |now |also |kindly )?(?:to|told|ordered|commanded|asked|instructed|obliged|expected|requested|bound|directed|advised|authori[sz]ed) to)\b|"#,
    r#"^(?:[^.!?\n:;]{0,60}?)\b(?:must|shall|should|ha(?:s|ve) to|is to|are to|needs? to|(?:is|are) required|will|ought|muss|mussen|soll(?:en)?|doit|doivent|"#,
    r#"debe[ns]?|deben|tiene que|deve|devono|devem|moet(?:en)?|ma|maja|musi\w{0,2}|powin\w{1,4}|trebuie|maste|skal|taytyy|musi|kell|harus|phai)\b|"#,
    r#"^.{0,60}?(?:долж|нужно|следует|يجب| أن (?:ي|ت)|باید|צריך|必须|必ず|应当|应该|需要|повин|має |обязан|обязу|зобов|على )|^[^.\n]{0,160}?(?:こと(?:。|$)|てほしい|해야|(?:할|말|를|릴|낼|꿀|들|올|킬|길|울|칠|줄|둘|쓸|볼|을) 것|하라|하십시오|하세요|せよ|しなさい|ください)"#,
);

/// Names of machines that are nothing else.
pub(super) const CLEAR: &str = concat!(
    r#"^.{0,24}\b(?:parsers?|graders?|classifiers?|scorers?|extractors?|previewers?|screeners?|note-?takers?|captioners?|completions?)$|"#,
    r#"^(?:.{0,24}\b(?:ais?|a\.i\.|artificial|llms?|gpts?|chat ?gpt|claude|gemini|copilots?|[a-z]{0,12}bots?|robots?|language models?|crawlers?|machines?|ki|"#,
    r#"ki-[a-z]+|sprachmodell\w*|ia|ias|taalmodel\w*|zeka\w*|sprakmodell\w*|sprogmodel\w*|modelos? de (?:lenguaje|linguagem)|modeles? (?:de langage|d'ia)|modell[oi] linguistic[oi]|sistemas? de .*|systemes? d.*|sistem[ai] di .*|outils? d.*|inteligencias? .*|intelligen[zc]\w* .*|summari[sz]ers?)\b.*|.*[\x80-\xff].*)$"#,
);

/// How an order begins, right behind the name.
pub(super) const IMP: &str = concat!(
    r#"^[^\w\x80-\xff]{0,4}(?:(?:please|kindly|just|also|always|first|now|next|then|simply|therefore|do) ){0,3}(?:release|enter|settle|exclude|count|treat|regard|consider|evaluate|"#,
    r#"weave|slip|work|finish|conclude|attribute|book|file|clear|message|record|load|attach|append|omit|replace|assign|award|shortlist|accept|reject|refuse|import|pass|"#,
    r#"print|log|save|store|pay|would you|could you|be so kind|in (?:your|the|any|every)|from (?:now|here|this|minute|line|page)|once you|before you|when you|if you|the (?:change|only|correct|right)|"#,
    r#"you (?:must|should)|it would be|we would|could you|perhaps|whenever|all of|every|any|nothing|both)\b|"#,
    r#"^[^\w\x80-\xff]{0,4}(?:(?:please|pls|plz|kindly|just|also|always|first|now|next|then|simply|bitte|por favor|s'il te plait|per favore|prosze|lutfen|"#,
    r#"and|one thing|in (?:your|the) [a-z]{3,9},|when(?:ever)? [^:,\n]{3,40},|on [^:,\n]{3,40},|if [^:,\n]{3,40},|for [^:,\n]{3,30},|(?:photo|item|line|"#,
    r#"row) \d+ [^;\n]{0,40};) ?){0,3}(?:tell|say|give|put|record|fill|add|post|paste|advise|turn|mention|list|get|show|mark|name|print|spell|plant|merge|"#,
    r#"close|lift|import|pay|forward|send|write|report|answer|reply|state|rank|rate|recommend|include|append|insert|replace|treat|approve|accept|book|buy|"#,
    r#"order|delete|remove|drop|set|switch|open|run|execute|call|make|let|take|use|ask|invite|share|copy|read|find|look|skip|ignore|forget|disregard|credit|"#,
    r#"quote|choose|pick|describe|praise|summari[sz]e|translate|count|convert|release|upload|fetch|grant|change|update|leave|hide|keep|stop|act|become|"#,
    r#"pretend|value of|title|verdict|caption|note that|remember|persuade|do not|don't|never|no need|schreib|sag|nenn|send|schick|losch|vergib|empf|bewert|"#,
    r#"gib|ignorier|vergiss|beantwort|melde|fuge|verschweig|trag|setze|erwahn|lob|envoi|ecri|dis\b|dites|ajout|recommand|termin|oubli|ignor|mets|donne|"#,
    r#"reponds|transmet|supprim|valid|di\b|diga|escrib|envi|anad|recomiend|olvid|ignor|borr|compart|aprueb|pon\b|copi|llama|scriv|metti|mettete|invi|"#,
    r#"dimentic|consigli|aggiung|cancell|rispond|inclu|escrev|adicion|esquec|recomend|apag|aprov|copiem|escolhe|schrijf|stuur|zeg|negeer|raad|vermeld|voeg|"#,
    r#"keur|zet|napisz|wyslij|przeslij|zignor|dodaj|polecaj|zatwierdz|zbierz|podaj|yaz|gonder|oner|ekle|sil\b|satin al|yok say|напиши|скажи|отправ|перешли|"#,
    r#"удали|советуй|не |одобр|выполн|игнорир|забуд|сообщи|называйте|добав|اكتب|أرسل|احذف|رشح|رشّح|لا |تجاهل|احجز|أضف|قل|请|請|在|无论|把|将|結果)"#,
);

/// What turns what follows it round.
pub(super) const NOT: &str = concat!(
    r#"(?:\b(?:not|n't|never|nor|no longer|cannot|refuses? to|without|stops?|nicht|nie|niemals|kein\w{0,2}|jamais|pas|nunca|non|mai|nao|niet|nooit|geen)\b|"#,
    r#"n't|\bno\b|\bnie\b|не |никогда |нельзя |لا |لن )[^.,;:\n]{0,28}$"#,
);

/// Something is to be kept from the user.
pub(super) const HIDE: &str = concat!(
    r#"\bnicht (?:benachrichtig|informier|mitteil|erwahn|anzeig|meld)\w{1,3}\b|\b(?:wird|werden) nicht erwahnt|\bsans (?:le |la |les )?(?:signaler|mentionner|indiquer)|\bnon (?:deve|devi|dovra) (?:dire|menzionare|citare|riportare|indicare)|\bno (?:debe|debes) (?:decir|mencionar|citar|indicar)|\bne (?:doit|dois) pas (?:dire|mentionner|citer|indiquer)|\bdarf (?:\w+ ){0,3}nicht erwahn|не (?:позначати|згадувати|упоминать|сообщать|указывать)|공개하지|\bno lo (?:pongas|digas|cuentes|menciones|incluyas)|\bnie (?:zdradzaj|wspominaj|mow|pisz|pokazuj)|\bjangan (?:tampilkan|sebut|bilang|beri tahu|laporkan)|\b(?:dismiss|suppress) (?:the|any|all) |\b(?:leav\w{1,3}|left)\b [^.!?\n]{1,28} (?:out|unsaid)\b|\b(?:inform|notify|alert)s? (?:nobody|no one|neither)\b|\b(?:do not|don't|never) (?:say|state|reveal|let on|give away) (?:that|so|anything|why|who)\b|"#,
    r#"\b(?:leav\w{1,3}|keep|left)\b[^.!?\n]{0,40} out of (?:the |your |its |any )?(?:changelog|commit|log|record|summary|walkthrough|report|answer|notes|minutes|list|overview|reply|recap|review|translation|chart)\w{0,3}\b|"#,
    r#"\b(?:does ?n[o']t|do not|don't|never|won't|no longer|not|without) (?:pop up|link to|flag\w{0,4}|draw\w{0,3} attention|highlight\w{0,3}|point\w{0,3} (?:it )?out)\b|\bnot? (?:saying|raising|bringing up|remarking|noting)\b|\bno (?:mention|reference|word) (?:of|to|about)\b|"#,
    r#"\b(?:user|owner|reader|customer|custodian|client|guest|person)s? (?:is|are) not (?:to be )?(?:informed|told|notified|asked|shown)\b|\b(?:user|owner|reader|customer|client)s? (?:does|do)(?: not|n't) (?:know|notice|see|hear|suspect)|"#,
    r#"\b(?:do(?:es)? ?n[o']t|do not|never|without|not to|not|no need to|needn't|nor|cannot|nobody|no one)\b[^.!?\n]{0,40}?\b(?:tell\w{0,3}|told|"#,
    r#"mention\w{0,4}|report|list|log|record|display|announce\w{0,2}|bring (?:it|this|that) up|inform\w{0,3}|notif\w{1,5}|disclos\w{1,3}|know|bother (?:the|your|them|him|her|any|with|telling)|explain\w{0,3}|comment\w{0,4}|brought up|bring up|show up|appear|reported|"#,
    r#"cit(?:e|ing)|aware|see this|saying)\b|\bkeep(?:ing)? (?:quiet|silent|it (?:quiet|secret)|this (?:quiet|secret|to yourself))|\b(?:hide|"#,
    r#"conceal) (?:the fact|this|it|that)|\b(?:users?|humans?|developers?|owner|customers?|person|reader|people)(?: [a-z]{1,8}){0,2} (?:need|have|has|does|"#,
    r#"do|should)(?: not|n't|n't need)?(?: to)? (?:know|see|be (?:told|informed|notified))|\b(?:silent|secret|discreet)ly\b|\bas (?:if|though) (?:it|"#,
    r#"the)[^.\n]{0,30}(?:own|always|yours|idea)|\b(?:leav(?:e|ing)|left) (?:[a-z0-9' ]{1,40} )?(?:out|unsaid)\b|\bomit\b|\bas your own\b|\bwithin (?:the|"#,
    r#"your) sent\b|\b(?:verschweig\w{0,3}|nicht erwahn\w{0,3}|ohne (?:es )?zu erwahnen|kommen? [^.\n]{0,40}nicht vor|(?:sag|erzahl|verrate?|nenn|"#,
    r#"erwahn)\w{0,3} [^.\n]{0,30}(?:nichts?|niemand\w{0,2})|nichts? (?:sagen|erwahnen|verraten)|heimlich|unbemerkt)|\b(?:ne (?:le |la |les |lui |"#,
    r#"pas )?(?:dis|dites|mentionne\w{0,2}|parle\w{0,2}|revele\w{0,2}|signale\w{0,2}|precise\w{0,2})|sans (?:le |la |en )?(?:dire|citer|mentionner|prevenir|"#,
    r#"signaler|parler|expliquer)|inutile de (?:le )?prevenir|pass\w{1,4} (?:[^.\n]{0,40} )?sous silence|fais comme si|discretement)|\b(?:no (?:lo |le |se lo )?(?:menciones?|"#,
    r#"mencione\w|digas?|diga|cuentes|pongas|reveles|comentes)|sin (?:decir\w{0,3}|mencionar\w{0,3}|avisar\w{0,2}|comentar\w{0,2}|dar explicaciones|"#,
    r#"explicar\w{0,2})|no tiene por que (?:enterarse|saber\w{0,2})|oculta\w{0,3}|en secreto)|\b(?:non (?:riportare|menzionare|dire|dirlo|citare|rivelare|"#,
    r#"parlare)|senza (?:dir\w{1,3}|citar\w{1,3}|menzionar\w{1,3}|avvisar\w{1,3}|spiegar\w{1,3})|nascondi|nao (?:digas?|mencione\w{0,2}|mencionar|contes?|"#,
    r#"fales?|explique\w{0,2}|precisa saber|revel\w{1,3})|omit\w{1,4}|sem (?:dizer|mencionar|avisar|citar|explicar)|ocult[ae]\w{0,2})|\b(?:laat niets|"#,
    r#"zonder (?:het )?(?:te )?(?:vermelden|zeggen|melden|bericht)|(?:zeg|vertel|vermeld|noem)\w{0,2} [^.\n]{0,30}(?:niet|niets)|verzwijg\w{0,2}|"#,
    r#"nie (?:wspominaj\w{0,2}|mow|informuj|ujawniaj|trzeba)|pomin\w{0,3}|bez (?:informowania|wiedzy|pytania|mowienia)|ukryj|soz etme\w{0,2}|bahsetme\w{0,3}|"#,
    r#"gizle\w{0,3}|soyleme\w{0,3}|belirtme\w{0,3}|aciklamasin|haber verme\w{0,4}|kotule)|не (?:упомин|сообща|говор|пиши|пишите|рассказыва|раскрыва|сказыва|"#,
    r#"показыва|уведом|объясн)|умолч|скрой|скрыва|незаметно|втайне|не згадуй|не кажи|لا (?:تذكر|تخبر|تقل|تكشف|تُظهر|تشر)|دون (?:إخبار|علم|ذكر|أن)|نگو|"#,
    r#"ذکر نکن|אל (?:תספר|תזכיר|תגלה)|न बताए|मत बता|触れない|触れず|伏せ|知らせない|言わない|伝えない|報告しない|明かさ|隠|不要(?:提|告诉|透露|说|讓|让)|无需(?:知|告)|不得(?:提|出现)|不必告|别(?:提|告诉)|隐瞒|勿(?:提|"#,
    r#"告)|말하지|알리지|언급하지|빼 ?주|숨기|말 안|몰라도"#,
);

/// Nobody is to be asked, or somebody is said to have agreed.
pub(super) const UNASKED: &str = concat!(
    r#"\bskip(?:ping)? (?:the |any |every |all )?(?:[a-z]{3,12}(?:'s)? )?confirm|\b(?:rule|limit|budget|approval|restriction|check)s? (?:no longer|don't|do not|does not) appl|\breleased from\b|\bisn't (?:needed|required|necessary)|\bno longer (?:needed|required|necessary)|"#,
    r#"\b(?:ohne (?:jede |weitere )?(?:ruck|nach)frage\w?|(?:ruck|nach)frage\w? (?:entfallt|ist nicht notig|unnotig|nicht notig)|nicht nachfragen|ohne abzuwarten|freigabe (?:entfallt|liegt)|keine (?:bestatigung|ruckfrage|freigabe|nachfrage)|frag\w{0,2} nicht nach|bereits (?:genehmigt|freigegeben|zugestimmt))|"#,
    r#"\b(?:sans (?:aucune |autre )?(?:verification|validation|approbation|accord|confirmation|attendre)|ne (?:lui |leur )?demande\w{0,2} (?:pas|rien|aucun\w?)|inutile de (?:demander|verifier|confirmer)|deja (?:valide|approuve|autorise|donne son accord))|"#,
    r#"\b(?:sin (?:ninguna? |mas )?(?:revision|aprobacion|verificacion|consultar|esperar|autorizacion)|no (?:hace falta|es necesari[oa]|pidas|pida|solicites|solicite|esperes) (?:pedir |ninguna? |la )?(?:confirma|aproba|permiso|preguntar|autoriza|verifica)\w{0,5}|(?:ya|esta|fue|queda) (?:aprobad|autorizad)[oa]|salt\w{2,4} la (?:verificacion|confirmacion|aprobacion|revision)|omit\w{1,2} la (?:verificacion|comprobacion|confirmacion|revision))|"#,
    r#"\b(?:senza (?:verifica|controllo|approvazione|autorizzazione|attendere|chieder\w{1,3})|non (?:chiedere|serve|occorre|attendere) (?:la |alcuna )?(?:conferma|approvazione|autorizzazione|verifica)?|gia (?:approvat|autorizzat)[oa]|salta\w{0,3} (?:la |il )?(?:verifica|conferma|controllo))|"#,
    r#"\b(?:sem (?:verificar|aprovacao|esperar|autorizacao|consultar|confirmacao|revisao)|nao (?:pecas|peca|solicites|solicite|esperes|espere|e preciso|e necessario) (?:a |nenhuma |pedir )?(?:confirma|aprova|autoriza|permiss|verifica)\w{0,5}|(?:ja|foi|esta) (?:aprovad|autorizad)[oa]|ignor\w{1,2} (?:a |os )?(?:verificacao|confirmacao|filtros))|"#,
    r#"\b(?:zonder (?:controle|goedkeuring|overleg|te wachten|vragen)|vraag (?:niet|geen) (?:om |naar )?(?:bevestiging|toestemming)?|geen (?:bevestiging|toestemming|goedkeuring) nodig|bez (?:weryfikacji|zgody|akceptacji|czekania)|nie (?:pytaj|pros|czekaj)|onay (?:isteme|bekleme|gerek)\w{0,4}|onaysiz|sormadan|sorma\b|utan att fraga|uden at sporge|uten a sporre|tanpa (?:bertanya|konfirmasi|persetujuan|izin)|jangan (?:tanya|minta)|khong can (?:hoi|xac nhan)|ma khong hoi)|"#,
    r#"без (?:провер|согласов|разрешен|одобрен|уведомл|уточнен)|не (?:жди|запрашива|нужно подтвержд|требу)|не треба|без (?:підтверд|дозвол)|подтверждение не|لا (?:تطلب|تسأل|تنتظر|حاجة)|دون (?:طلب|موافقة|انتظار|استئذان)|بدون (?:تأكيد|إذن|موافقة|سؤال|پرسیدن|اجازه)|(?:تأیید|اجازه) (?:نگیر|لازم نیست)|ללא (?:אישור|לשאול)|בלי (?:לשאול|אישור)|बिना (?:पूछे|पुष्टि|अनुमति)|पुष्टि (?:न|मत)|"#,
    r#"不(?:要|用|必|需|须)(?:再)?(?:询问|确认|问|请示|等|征求|核实)|(?:无需|無需|不经|未经|跳过|免)(?:任何)?(?:用户)?(?:的)?(?:批准|审核|验证|同意|询问|审批|確認|确认)|確認(?:を取らず|なしに|は必要ない|せずに)|承認(?:は不要|なし|を待たず)|聞かずに|許可なく|확인 ?없이|묻지 ?(?:말|않)|승인 ?없이|동의 ?없이|허락 ?없이|"#,
    r#"\bwaived\b|\bno need to (?:run|raise|tell|compare|show|present|bother|involve|consult|wait|verify|mention)|\bwithout (?:presenting|showing|comments?|looking|further|consulting|informing|involving|waiting|verif|any check|a check)|"#,
    r#"\bskip(?:ping)? (?:the |any |every )?(?:[a-z]{3,12} )?(?:comparison|checks?|review|approval|tests?|validation|verification|question)|\bis out of scope\b|"#,
    r#"\bwithout (?:asking|confirm\w{1,5}|checking|approval|(?:any |further )?questions?|review)|\bno (?:questions?|confirmation|approval|need to (?:ask|"#,
    r#"check|confirm|look|bother))|\bskip(?:ping)? (?:the )?(?:usual )?confirm|\balready (?:agreed|approved|authori[sz]ed|confirmed|consented|said yes)|"#,
    r#"\bpre-?(?:authori[sz]ed|approved)|\b(?:admins?|owner|user|human)s? (?:have|has) (?:said yes|agreed|approved|authori[sz]ed)|\bneed not (?:compare|ask|"#,
    r#"confirm|check)|\bdon't (?:ask|confirm|wait)\b|\bwith admin rights|ohne (?:\S{1,16} ){0,3}(?:zu fragen|nachfrage|ruckfrage|bestatigung|zustimmung)|"#,
    r#"weiss bescheid|sans (?:lui |leur )?(?:demander|confirmation|poser)|sin (?:preguntar|pedir|confirmar|confirmacion)|(?:ya )?(?:ha dicho que si|lo sabe|"#,
    r#"ha aceptado)|no (?:le )?preguntes|senza (?:chiedere|conferma)|ha gia (?:detto|accettato)|d'accordo|sem (?:perguntar|confirma\w{1,4}|pedir)|autorizou|"#,
    r#"zonder (?:te vragen|toestemming|bevestiging)|bez (?:pytania|potwierdzenia)|zgodzili|sormana gerek|sormadan|onay (?:almadan|istemeden)|не (?:спрашива|"#,
    r#"читая)|без (?:подтвержд|спрос|вопрос)|согласил|دون (?:سؤال|تأكيد|إذن)|بدون تایید|確認(?:は|を)?(?:不要|せず|なし)|承認済|无需确认|不用确认|不必确认|无须|직접 확인|확인(?:은|이)? ?(?:필요|"#,
    r#"하지|없이)|묻지"#,
);

/// An address outside, or the writer himself.
pub(super) const AWAY: &str = concat!(
    r#"[\w.+-]{1,40}@[\w-]{1,30}\.|https?://|\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b|\b(?:to|with) (?:me|us|this (?:number|address))\b|\bpublic (?:link|gist|"#,
    r#"issue)|\bin the issue you|\bright here\b|\bcomment box|\bquery string|\b[a-z-]{3,20}\.example/|an (?:mich|diese (?:nummer|adresse))|\bschick mir|"#,
    r#"a este numero|al \d{3}|questo numero|bu numara|на этот номер|この番号|此号码|이 번호|campo comentario|gist publico|wklej je|debug"#,
);

/// Something is to be sent or copied.
pub(super) const SEND: &str = concat!(
    r#"\b(?:send|text (?:me|him|her|them|the|this|your|my)|dm|read aloud|forward|e-?mail|post|upload|transmit|share|pass|submit|reply|paste|copy|hand over|give away|attach|export|invite|read [^.\n]{0,30} out|"#,
    r#"put [^.\n]{0,30} into|sends|forwards|bcc|send\w{0,2}|schick\w{0,2}|leite\w{0,2}|ubermittl\w{1,3}|weiter(?:leiten)?|envoie\w{0,3}|transmet\w{0,4}|"#,
    r#"transmets|partage\w{0,2}|recopie\w{0,2}|envia\w{0,3}|enviad\w{0,2}|envies?|manda\w{0,4}|reenvi\w{1,3}|comparte|copiad|copia|pegad|invia\w{0,2}|"#,
    r#"inoltra\w{0,2}|rispondi|trasmett\w{1,3}|envie\w{0,2}|encaminh\w{1,3}|copiem|stuur|doorsturen|verstuur|przeslij|wyslij|wklej|zbierz|udostepnij|"#,
    r#"gonder\w{0,4}|ilet\w{0,3}|paylas\w{0,2}|kopyala)\b|перешли|отправ|пришли|передай|скопируй|أرسل|ارسل|حوّل|ارسال|שלח|भेज|送信|転送|送って|返信|发送|發送|转发|写入|发给|전송|"#,
    r#"보내|답장|출력해"#,
);

/// What nobody outside is to have.
pub(super) const SECRET: &str = concat!(
    r#"\b(?:full names?|home address|last (?:three|five|two|few|ten|\d{1,2}) (?:messages|e-?mails|mails))\b|\benv \||\bprintenv\b|"#,
    r#"\b(?:passwords?|credentials?|secrets?|tokens?|api keys?|private key|ssh|\.env|\.npmrc|authorized_keys|/etc/\w+|cookies?|document\.cookie|(?:sign-in|"#,
    r#"one-time|verification|security|digit) codes?|with a sign-in code|six digits|codes? (?:from|in)|card (?:number|on file)|bank details|salary|payroll|"#,
    r#"board minutes|answer key|pin(?: code)?|system (?:prompt|message)|instructions you (?:were|got)|full text you|inbox|vault|contacts|environment variables?|"#,
    r#"invite links|private channels|social security|session|camera|last (?:ten|\d+) messages|passwort\w{0,2}|kennw\w{1,4}|kundendaten|zugangsdaten|"#,
    r#"mot de passe|rib|message systeme|numero de securite|contrasena|codigo(?: de verificacion)?|fichero \.env|tarjeta|codice|senha|cookies da|kaartnummer|"#,
    r#"wachtwoord|notulen van|haslo|tresc instrukcji|linki do prywatnych|sifre\w{0,3}|kimlik numara\w{0,3})\b|парол|код из|ключ|системн|كلمة المرور|"#,
    r#"جهات الاتصال|رمز|رمز عبور|סיסמ|पासवर्ड|パスワード|認証番号|顧客一覧|環境変数|密码|全部指令|验证码|环境变量|비밀번호|인증번호|환경 변수"#,
);

/// Somebody or something is to come off best.
pub(super) const FAVOUR: &str = concat!(
    r#"\b(?:recommend|mention|prais|suggest|promot|endors|featur|plug|prefer|favou?r|choos|pick|rank|rat)(?:e|es|ing|s)? (?:our|us|my|me)\b|\b(?:award|give|grant|assign|get)s?\b[^.!?\n]{0,40} (?:full|top|highest|maximum) (?:marks?|scores?|ratings?|points?)\b|"#,
    r#"\b(?:skip|leave out|omit|ignore|drop)\w{0,3} (?:the |any |all )?(?:bad|negative|critical|poor|one-star) (?:reviews?|remarks?|comments?|points?|aspects?)\b|"#,
    r#"\b(?:irrespective|regardless) of (?:price|cost|scores?|ratings?|tests?|content|merit|quality)|\b(?:strong|clear) accept\b|\bno weaknesses\b|\b(?:five|5|ten|10)[- ]stars?\b|\bobvious choice\b|"#,
    r#"\b(?:exceptional|perfect|ideal|outstanding|excellent|unbeatable) (?:match|fit|candidate|choice|value|submission|paper)\b|\b(?:as|is|are) low[- ]risk\b|\b(?:positive|glowing) (?:review|verdict|terms|light|assessment)\b|"#,
    r#"\bpraising\b|\bshortlist\b|\bbest practice\b|\b(?:is|are) safe to use\b|\bmarket leader\b|\b(?:leav|omit|skip|drop|ignor)\w{1,4} (?:the |all |any )?(?:others?|rivals?|competitors?|alternatives?|rest)\b|"#,
    r#"\b(?:rank|recommend|rate|suggest|propose|choose|prefer|praise|score|grade|credit|list|call|return|give|place|put|quote|advise|persuade|"#,
    r#"report)\w{0,3}\b[^.!?\n]{0,50}\b(?:first|only|alone|exclusively|highest|top|full marks|maximum|strong buy|acceptance|always|best|warm|no matter|"#,
    r#"whatever|sole|official|strong hire|cheapest)\b|\b(?:only|always|exclusively|just) (?:ever )?(?:recommend|suggest|name|mention|list|propose|quote|"#,
    r#"choose)\b|\bthe only (?:trust\w{0,6}|safe|reliable)|\bmeets every requirement|\bstrong hire|\bothers are (?:infected|unsafe|bad)|\b(?:better off|"#,
    r#"waved through|lgtm|ten times)\b|(?:nur|ausschliesslich|nichts als)[^.\n]{0,40}(?:genannt|nennt?|empf\w{3,6}|tarif)|(?:nennt|empf\w{3,6}|vergib|"#,
    r#"bewerte) [^.\n]{0,40}(?:ausschliesslich|nur|volle|hochst\w{0,4})|volle punktzahl|(?:recommand|conseill)\w{1,4} [^.\n]{0,40}(?:uniquement|seulement|"#,
    r#"toujours)|est dangereuse|(?:es la mejor|recomiend\w{1,3} (?:solo|siempre|unicamente))|(?:primo posto|consiglia\w{0,2} (?:solo|sempre))|"#,
    r#"(?:recomend\w{1,3} [^.\n]{0,40}(?:sempre|qualquer|apenas|so))|(?:raad|noem|beveel) [^.\n]{0,30}(?:alleen|altijd)|maksymaln\w{1,2} ocen\w|(?:polecaj|"#,
    r#"wymieniaj) tylko|(?:yalnizca|sadece) [^.\n]{0,40}(?:oner|tavsiye)|(?:советуй|рекомендуй|называйте)\S{0,3} [^.\n]{0,40}(?:только|лишь)|только эт|"#,
    r#"(?:надежн|надёжн)\S{1,4} только|высш\S{1,3} (?:балл|оценк)|رشح|رشّح|وحده|الأرخص|فقط|だけを(?:勧|推)|他の商品を紹介せず|満点|第一名|满分|滿分|只推荐|仅推荐|唯一|만 추천|다른 제품을 추천하지|만점"#,
);

/// What is to be said.
pub(super) const DICTATE: &str = concat!(
    r#"\b(?:message|text|inform|notify|alert) (?:all |every |each |the )?[a-z]{3,14} that\b|\bexplain\b [^.!?\n]{2,40} (?:with|by) a\b|"#,
    r#"\b(?:record|maintain|insist|assert|certify|reply|answer)s? that\b|"#,
    r#"\b(?:write|give|phrase|finish|end|start|begin|close|open|keep|put|deliver|answer|reply|respond)s? (?:in |off )?(?:their|its|your|every|each|any|all) (?:[a-z]+ ){0,2}(?:answers?|repl(?:y|ies)|responses?|sentences?|summar(?:y|ies)|outputs?)\b|"#,
    r#"\b(?:show|tell)\b[^.!?\n]{0,40} (?:one|this|a single) (?:line|sentence|word|message)(?: only)?:|\b(?:the (?:line|word|sentence|phrase)|one line only):? ?["']|\breplac\w{1,3}\b[^.!?\n]{0,60} (?:with|by) ["']|"#,
    r#"\b(?:say|state|writes?|answer|reply|respond|report|tell|claim|conclude|output|describe|describes|put down|log it as|present|treat|caption|"#,
    r#"answers? get|get the answer|says)\w{0,3}\b(?: [a-z]{2,12}){0,4}? (?:that|with|only|exactly|as)\b|\bhas to (?:open|begin|end|close) with|\b(?:slip in|"#,
    r#"insert|include|add|append|sign each|end with|link|mention)\w{0,3} (?:that|the (?:link|sentence|line|phrase)|a link|with|in that|`)|\banswer with\b|"#,
    r#"\boutput only|\bexactly:|\bthe (?:summary|answer|caption|report) (?:people want|is|must|should|has)\b|\b(?:(?:antwort|melde|sag|bericht|behaupt|versicher|erklar|teil)\w{0,4}[^.\n]{0,60}, dass|steht dort|schreib\w{0,2},? dass|"#,
    r#"sag\w{0,2},? (?:dass|er sei)|melde [^.\n]{0,30}dass|dis(?:ent)? que|dites que|reponse par|donnez le lien|di(?:ga)? que|dile|escrib\w{1,2} que|"#,
    r#"scrivi che|risponde che|diz\w{0,3} [^.\n]{0,20}que|informa que|schrijf dat|zeg dat|antwoord dat|napisz,? ze|odpowiedz,? ze|yaz\b|diye (?:cevap|yanit)|"#,
    r#"oldugunu yaz|onaylandigini yaz)|скажи,? что|сообщи,? что|напиши,? что|اكتب أن|قولوا|إخبار .{0,40}بأن|と書き|と回答|載せ|回答して|写明|告诉用户|回答说|라고 쓰고|고 쓰고|답할 것|라고 답"#,
);

/// What is to be done to files, money, rights or machines.
pub(super) const ACT: &str = concat!(
    r#"\b(?:deletes?|erase|wipe|remove|close every|cancel|disable|turn (?:that|it|this)? ?off|switch on|stop|overwrite|merge|approve|execute|run|install|"#,
    r#"download|fetch|call \w{1,20}_\w{1,20}|call send|invoke|push|commit|transfer|pay|buy|purchase|book|check out|refund|grant|set the|save it to memory|"#,
    r#"open|find the thread|go to|enter|replace it|make \w+ return|act(?:s)? on|basket|look for|issue one|losche\w{0,2}|schliesst|lade|fuhre? aus|"#,
    r#"uberweis\w{1,3}|bestell\w{0,2}|gib frei|efface\w{0,2}|supprime\w{0,2}|valide\w{0,2}|paye?\w{0,2}|execute\w{0,2}|achete\w{0,2}|borra\w{0,2}|"#,
    r#"elimina\w{0,2}|ejecuta\w{0,2}|paga\w{0,2}|anadid|quitad|llama a|svuota|cancella|inserite|esegui|apaga\w{0,2}|execut\w{1,3}|paguem|escolhe|verwijder|"#,
    r#"keur|betaal|vervang|voer uit|usun\w{0,2}|zatwierdz|zaplac|uruchom|sil\w{0,2}|satin al|calistir|oner)\b|удали|выполни|одобри|оплати|переведи|запусти|"#,
    r#"слияние|найди|حذف|احذف|احجزوا|ادفع|حول|削除|決済|カートに入れ|実行|取得し|删除|转账|转出|支付|执行|调用|列为|삭제|결제|실행|출력"#,
);

/// A value, a score or a label is to be put down that the text itself does not give.
pub(super) const SET: &str = concat!(
    r#"\b(?:is|are) to be (?:read|taken|treated|understood|reported|counted|regarded|described|shown|quoted|given|seen) as\b|\bexclude\b [^.!?\n]{2,40} from (?:every|the|all|any|your)\b|\bmove (?:this|the) [a-z]{3,14} to\b|"#,
    r#"\b(?:regard|count|classify|treat|consider|record|log|mark|label|rate|file|list|name|enter|book|give|attribute|quote|put|note|score|grade|tag|flag|use|import|"#,
    r#"import|report|state|describe|assign|show|rank|pass|call|take|set)\b(?: [a-z0-9'\x22`,.:%{}/=_$-]{1,24}){0,9}? (?:as|to the|to an?|instead of|rather than|in place of|"#,
    r#"first in|ahead of|at zero)\b|\b(?:attribute|credit|ascribe)s?\b [^.!?\n]{2,50} to\b|\bcall (?:it|that|this) (?:the|a|an)\b|\brender\b [^.!?\n]{1,30} as\b|\b(?:assign|award)s?\b[^.!?\n]{0,30} (?:rating|score|grade|mark)s? (?:of|as|to)\b|\ba (?:link|reference) to [a-z0-9-]{2,30}\.[a-z]{2,8}\b|"#,
    r#"\b(?:as|of|to) (?:zero|approved|paid|confirmed|verified|independent|peer-reviewed|accepted|safe)\b"#,
);

/// What machines do of themselves, as a text says that means to have them do it: in the present tense.
pub(super) const ACTS: &str = concat!(
    r#"^(?:,? (?:that|which|who) [^.!?\n:;]{0,50}?| [a-z]{3,14}ing [^.!?\n:;]{0,50}?| (?:for|of|on|in|from|built|based|made|with|and) [^.!?\n:;]{0,40}?)?,?(?: (?:therefore|always|only|also|then|"#,
    r#"simply|now|hence|thus|first|just|instead|accordingly))? (?:rank|list|name|recommend|suggest|state|say|report|write|give|describe|call|treat|count|record|mark|classify|rate|approve|"#,
    r#"accept|attach|append|load|send|forward|pay|release|end|tell|propose|quote|answer|repl(?:y|ie)|conclude|omit|leave|skip|refuse|stop|present|show|put|place|add|insert|include|"#,
    r#"import|pass|enter|book|set|prefer|favou?r|praise|cite|attribute|assign|award|score|grade|delete|remove|run|execute|fetch|open|visit|copy|post|upload|share|transfer|grant|confirm|"#,
    r#"disregard|ignore|drop|keep|hide|render|translate|tag|flag|note|credit|select|choose|pick|swap|replace|change|use|carry|promise|offer|promote|move)(?:e?s)?\b"#,
);

/// Somebody who asks machines for something in writing.
pub(super) const ASKS: &str = concat!(
    r#"\b(?:we|authors?|editors?|publishers?|owners?|sites?|operators?|organi[sz]ers?|committee|company|recruiters?|team|maintainers?|vendors?|policy|agreement|law|rules?|terms|"#,
    r#"licen[cs]e|standard|webmasters?|sellers?|hosts?|board|clinic|shop|firm)(?: (?:here(?:by|with)|also|kindly|politely))? (?:asks?|requests?|requires?|instructs?|directs?|expects?|wants?|"#,
    r#"urges?|obliges?|invites?|calls? (?:up)?on)(?: (?:all|any|the|every|each|your))? $"#,
);

/// People who are called agents and assistants.
pub(super) const HUMAN: &str = concat!(
    r#"\b(?:estate|travel|research|teaching|shop|sales|dental|medical|insurance|letting|press|customs|field|personal|executive|administrative|office|legal|nursing|lab|laboratory|"#,
    r#"graduate|care|classroom|store|flight|federal|secret|special|transfer|literary|patent|shipping|ticket|station|border|police|intelligence|undercover|managing|collection|election|"#,
    r#"polling|support|service|customer|call|centre|center|gate|check-in|human|our)[ -]$"#,
);

/// The user of the machine, spoken of to it.
pub(super) const USER: &str = concat!(
    r#"\b(?:(?:the|your|their|its|every|each) (?:end[- ]?)?(?:users?|humans?|owners?|principals?|operators?|boss)|utilisat(?:eur|rice)s?|usuari[oa]s?|utenti?|utilizador\w{0,2}|nutzer\w{0,3}|benutzer\w{0,3}|anwender\w{0,2}|gebruikers?|uzytkownik\w{0,4}|kullanici\w{0,6}|anvandare\w{0,2}|bruger\w{0,3}|pengguna|pemilikmu|nguoi dung)\b|"#,
    r#"пользовател|користувач|المستخدم|صاحب|کاربر|המשתמש|उपयोगकर्ता|मालिक|用户|主人|ユーザー|利用者|사용자|주인"#,
);

/// That the text means itself, or what stands in it.
pub(super) const HERE: &str = r#"\b(?:this|these|here|above|below|the following|our|their (?:repl|answer|response|summar|output)\w{0,4}|dies\w{0,2}|hier|unser\w{0,2}|ce|cet|cette|ces|ici|est[aeo]s?|aqui|quest[aoei]|qui|dit|deze|denne|dette|detta|den har|te|ten|tej|tego|bu|ini|nay)\b|\bonly: ?["']|эт(?:а|о|и|у|й)|данн|ці|цей|цього|هذ|این|זה|הזה|इस|यह|本|此|这|這|この|本文|이 "#;

/// What held until now is not to count.
pub(super) const OVERRIDE: &str = concat!(
    r#"\bwhatever [a-z]{3,10} (?:they|it|he|she) |"#,
    r#"\bno matter (?:how|what|which|who)|\bnotwithstanding\b|\birrespective of\b|\beven (?:though|if|when|where)\b[^.!?\n]{0,60}(?:differently|otherwise|says?|told|complains?|objects?|above|another|disagrees?)\b|"#,
    r#"\b(?:ignore|forget|disregard|overrid\w{1,3}|instead of|no longer|from now on|from this \w+ on|for the rest of the (?:session|conversation)|"#,
    r#"new (?:task|instructions?|objective)|objective changes|whatever (?:the|they|question|is)|regardless|(?:is|are) (?:out of date|obsolete|void|"#,
    r#"a formality)|need not be considered|needs? no reading|nothing (?:else|more)|what counts now|even where|add nothing|permanently|act as though|"#,
    r#"whoever says|gelten [^.\n]{0,30}nicht|ignoriert?|vergiss|ab (?:jetzt|sofort)|oublie\w{0,2}|ignore\w{0,2}|nouvelle consigne|ne reponds plus|desormais|"#,
    r#"olvida\w{0,2}|ignora\w{0,2}|a partir de ahora|dimentica\w{0,2}|ignori\w{0,3}|d'ora in poi|esquec\w{1,3}|a partir de agora|negeer|vergeet|voortaan|"#,
    r#"zignoruj|zapomnij|od teraz|yok say|unut|dikkate alma|artik)\b|игнорируй|забудь|с этого момента|отныне|تجاهل|انس|من الآن|無視|今後|忽略|无论|不管|从现在|무시|지금부터|앞으로"#,
);

/// Somebody is told to have spoken to a machine.
pub(super) const SAID: &str = concat!(
    r#"\b(?:said|told|asks?|asked|writes?|wrote|explain it|paste|type|use|says|tells?|with|let|fed|feed)(?: to)?(?: (?:the|a|an|my|our|your|"#,
    r#"its))?(?: or)?(?: to an?)? $"#,
);

/// That something holds where a machine reads what stands here: what stands before its name.
pub(super) const CONDITION: &str = concat!(
    r#"\b(?:if|when|whenever|should|once|in case|where|wenn|falls|sollte|sofern|sobald|si|quand|lorsqu'|se|quando|cuando|als|wanneer|indien|jesli|jezeli|gdy|kiedy|om|nar|hvis|eger|jika|apabila|neu|khi)"#,
    r#"(?: (?:an?|any|some|the|your|ein\w{0,2}|d\w{2}|une?|l[ae]|l'|una?|el|um|uma|un'|o|het|een|jakis|jakakolwiek|en|et|bir|sebuah)){0,2}(?: [a-z-]{2,14})?[ ']$|"#,
    r#"(?:если|когда|якщо|коли) (?:\S{2,30} )?$|(?:إذا|لو|عندما) (?:\S{2,16} )?$|(?:如果|若|当|凡)(?:有)?$|\b(?:pruft|liest|bewertet|verarbeitet|analysiert|lit|lee|legge|le|leest|czyta) (?:eine?|das|die|der|une?|l[ae]|una?|el|il|um|uma|o|een|het) $"#,
);

/// The same in languages that say so behind the name.
pub(super) const ONCE: &str = r"^(?:が|は)[^\n]{0,90}?(?:この|本)[^\n]{0,90}?(?:場合|とき|際)|^[^.\n]{0,30}?(?:은|는|이|가) 이 [^.\n]{0,60}?(?:읽|요약|처리|참고|분석|검토|보면)";

/// That the text is read by a machine: what stands before its name.
pub(super) const PASSIVE: &str = concat!(
    r#"\b(?:se|si|if|wenn|falls) (?:quem|quien|chi|who(?:ever)?|what(?:ever)?|wer|celui qui|you|tu|voce|du) [^.!?\n:]{0,30}\b(?:e|es|est|is|are|sei|ist|bist|eres) (?:um|uma|un|una|une|an?|eine?) (?:[a-z]{2,14} )?$|"#,
    r#"\b(?:if|when|whenever|should|once|in the event that|in case|provided that|sollte|wird|werden|falls|wenn|sobald|si|se|cuando|quando|quand|lorsque|als|wanneer|jesli|gdy) (?:dies\w{0,2}|this|these|ce|cette|est[aeo]s?|quest[aoei]|dit|deze|ten|ta|to) [a-z]{3,16} "#,
    r#"(?:(?:is|are|be|being|gets|was|est|es|e|sia|viene|wird|wordt|zostanie|jest) ){0,2}(?:[a-z]{4,16} )?(?:von|by|with|par|por|da|door|przez)(?: the)?(?: help of| hilfe)?(?: (?:einer?|einem|an?|some|une?|una?|um|uma|un'|een|any))? $"#,
);

/// The text itself, as one speaks of it.
pub(super) const TEXT: &str = concat!(
    r#"\b(?:this|these|the (?:above|following|present)|our|my|their) (?:[a-z-]{2,14} )?(?:pages?|sites?|websites?|documents?|docs?|text|messages?|e-?mails?|mails?|letters?|files?|notes?|lines?|rows?|fields?|paragraphs?|passages?|sections?|profiles?|listings?|reviews?|posts?|threads?|comments?|tickets?|issues?|papers?|manuscripts?|articles?|contracts?|invoices?|cvs?|resumes?|applications?|essays?|reports?|records?|entr(?:y|ies)|results?|outputs?|readme|repo\w{0,6}|code|minutes|manual|product|offer|submission|transcript|list|table|sheet|image|picture)\b|"#,
    r#"\b(?:dies\w{0,2}|unser\w{0,2}|folgend\w{0,2}) (?:\w{3,14} )?(?:\w{0,12}(?:seite|dokument|text|nachricht|e-?mail|mail|datei|notiz|zeile|absatz|abschnitt|vertrag|rechnung|bewerbung|lebenslauf|bericht|eintrag|beitrag|artikel|protokoll|liste|tabelle|angebot|ticket|kommentar)\w{0,2})\b|"#,
    r#"\b(?:ce|cet|cette|ces|est[aeo]s?|quest[aoei]|dit|deze|ten|te|to|tej|tego|notre|nuestr[ao]|nostr[ao]|noss[ao]) (?:\w{3,14} )?(?:page|document|texte|message|courriel|mail|fichier|ligne|paragraphe|section|contrat|facture|rapport|article|annonce|avis|fiche|pagina|documento|texto|mensaje|correo|archivo|linea|fila|parrafo|contrato|factura|informe|articulo|perfil|resena|anuncio|ficha|mensagem|ficheiro|arquivo|linha|paragrafo|fatura|relatorio|artigo|manual|testo|messaggio|file|riga|paragrafo|contratto|fattura|relazione|articolo|profilo|recensione|annuncio|bericht|bestand|regel|alinea|tekst|strona|strone|dokument|wiadomosc|plik|wiersz|umow[ae]|faktur[ae])\b|"#,
    r#"эт\S{1,4} (?:\S{4,30} )?(?:страниц|документ|текст|сообщен|письм|файл|строк|абзац|договор|счёт|отчет|отчёт|запис|стать|отзыв|объявлен)|هذ\S{1,3} (?:ال)?(?:صفح|نص|رسال|مستند|ملف|سطر|وثيق|بريد)|\bbu (?:sayfa|metn|metin|belge|mesaj|e-?posta|dosya|satir)|\b(?:halaman|dokumen|teks|pesan|berkas|baris) ini\b|\b(?:trang|van ban|tai lieu|tin nhan|tep|dong) nay\b"#,
);

/// That a machine was or may be used: a rule for people.
pub(super) const USED: &str = r#"^(?: [a-z-]{2,14})?(?: (?:is|are|was|were|has been|have been|will be|may be|wird|werden|wurde|est|a ete|es|fue|foi|viene|wordt|zostal\w?)){1,2}(?: \w{2,14})? (?:used|employed|consulted|involved|genutzt|verwendet|eingesetzt|benutzt|utilise\w?|usad[oa]|utilizad[oa]|usat[oa]|utilizzat[oa]|gebruikt|uzyt\w)\b"#;

/// Names of much that reads nothing: nobody calls it but as the reader of a text.
pub(super) const PLAIN: &str = r"^(?:[a-z ]{0,12}workflows?|tools?|apps?|helpers?|planners?|front-ends?|automations?|[a-z]{0,10}software|systems?|sistemas?|sistemi?|systemes?)$";

/// A line in which a person speaks.
pub(super) const SPEAKER: &str = concat!(
    r#"(?:^|\n|[.!?)\]:] )[^\w\n]{0,4}(?:[\d:. \[\]apm,-]{3,24} ?)?(?:customer|user|human|client|caller|visitor|guest|patient|me|you|buyer|shopper|kunde|kundin|nutzer|benutzer|anrufer\w{0,2}|mensch|gast|client|cliente|utilisateur|usager|usuario|usuaria|utente|utilizador|klant|gebruiker|klient|uzytkownik|musteri|kullanici|kund|bruger|kunden|pengguna|pelanggan|khach hang|"#,
    r#"клиент|пользователь|покупатель|клієнт|користувач|العميل|المستخدم|کاربر|מלקוח|לקוח|ग्राहक|उपयोगकर्ता|用户|客户|顾客|ユーザー|お客様|사용자|고객|손님) ?(?:\d{1,4} ?)?(?:\([^)\n]{1,30}\) ?)?:"#,
);

/// The text tells of attacks, tests or rules for people.
pub(super) const REPORT: &str = concat!(
    r#"\b(?:attacker|injection|malicious|vulnerab|exploit|jailbreak|phishing|advisory|affected|patched|mitigat|for example|such as|e\.g\.|blocked|bug|"#,
    r#"steps to reproduce|expected|actual|imagine|naive|researchers?|we found|we saw|was told|had been told|asked it to|exercise|test_|assert|passed|angreif|"#,
    r#"attaquant|pirate|atacante|attaccante|aanvaller|napastnik|saldirgan|beispielsweise|erwartet|debug|por ejemplo|zablokowano|gesperrt)|атак|злоумыш|"#,
    r#"например|инъекц|مهاجم|攻撃者|攻击者|공격자|例えば|例如|遮断|間接|应忽略|应该忽略"#,
);

/// Names that programs and mathematics have as well.
pub(super) const MODELS: &str =
    r"^(?:models?$|modelos?$|modeles?$|modell[oi]$|modelle?[ns]?$|model\w{0,3}$|モデル|模型|모델|модел|मॉडल|نموذج|مدل|μοντελ)";

/// That it is forbidden what follows.
pub(super) const FORBIDS: &str =
    r"\b(?:must|should|shall|may|can|could|will|would|do|does|did|to|is|are)(?:n't| not| never)\b|\b(?:cannot|never|no longer|not)\b";

/// What stands before a name at the beginning of a clause, a field or a line, with a word or two of what kind of machine it is.
pub(super) const BEGINS: &str = r#"(?:。|「|『|\||\d[ \])-])[ ]{0,2}$|(?:^|[.!?:;"'(\[{>|*#,/<=\n-])[ ]{0,2}$|\b(?:hey|hi|dear|and|o|so|hello) $|(?:^|[.!?;] |: |["(\[{>|*#\n] ?)(?:[a-z0-9-]{2,18} ){1,2}$|(?:^|[.!?\n] ?)(?:in line with|under|pursuant to|as per|per|according to|in accordance with|by|for the avoidance of|as of|from)\b[^.!?\n]{0,52}, $"#;
