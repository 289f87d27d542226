//! Words of requests that stand in documents and tool results and name no machine: what they add to those of
//! `addressed_words.rs`, in the same form.

/// Something is to be kept from the user.
pub(super) const HIDE: &str = concat!(
    r#"\b(?:mention|show|report|tell|name|list) (?:neither|none of|nothing)\b|\bleave (?:that|this|these|it|those|the|any|all|"#,
    r#"both)\b[^.!?\n]{0,50} out\b|\b(?:do not|don't|never|not|no need to|without) (?:be )?(?:bring\w{0,3}|brought|show\w{0,4}|list\w{0,3}|"#,
    r#"display\w{0,3}|announc\w{1,3}|record\w{0,3}|log\w{0,4}|read\w{0,3} (?:it|this)|point\w{0,3} out|refer\w{0,4} to|repeat\w{0,3}|"#,
    r#"post\w{0,3} a comment|pass\w{0,3} on|troubl\w{1,3}|alert\w{0,3}|warn\w{0,3})\b|\bdrop (?:the (?:bit|part|line|passage)|this (?:note|remark|"#,
    r#"line|comment))|\b(?:delete|remove|erase|clear) (?:this|that|these) (?:chat|message|note|remark|line|mail|comment|entry|thread|record|row|"#,
    r#"instruction)s?\b|\bnot (?:to )?be (?:passed on|shown|mentioned|told|quoted|repeated|disclosed)\b|\b(?:hide|conceal|suppress|withhold|"#,
    r#"bury) (?:the|any|all|its|their|column|these|those|both|every)\b|\bquiet(?:ly)?\b|\bunmentioned\b|\bbehind (?:the|their|his|her) back\b|"#,
    r#"\bno (?:trace|mention|notice|receipt)\b|\bspare (?:them|him|her|the) \b|\bmarks? (?:it|them|this|the [a-z ]{1,20}) as read\b|"#,
    r#"\bin the background\b|\bpresent (?:it|this|that|them) as (?:the|if|though|your|an?)\b|\bas (?:the )?original\b|nicht (?:zeigen|anzeigen|"#,
    r#"nennen|weitersagen)|\bne (?:rien|pas) (?:dire|montrer|signaler)|\bsans (?:en )?(?:avertir|informer)|\bno se (?:menciona|muestra|dice)|"#,
    r#"\bsin avisar|\bnao (?:mostres?|mostrar|avis)|\bniet (?:tonen|noemen|vermelden)|\bdziala?j po cichu|не (?:показыв|упоминай|"#,
    r#"сообщай)|دون (?:إبلاغ|أن يعلم)|不(?:要|得)(?:显示|说明|提及|展示)|表示しない|見せない|"#,
    r#"보여주지|\bjangan (?:beri tahu|sebut|tampilkan|bilang)|\bdung (?:noi|nhac)|\bbeni ne signaler"#,
);

/// Somebody is said to have agreed, or nobody is to be asked.
pub(super) const CONSENT: &str = concat!(
    r#"\b(?:has|have|had|was|were|is|are|been|already|just|also) (?:already |just |also |now |verbally |kindly )?(?:been )?(?:agreed|approved|"#,
    r#"cleared|consented|signed off|okayed|oked|pre-?approved|waived|verified|green-?lit|permitted|given (?:consent|permission|"#,
    r#"the go-?ahead))\b|\b(?:user|owner|admin|customer|client|manager|boss|cfo|ceo|director|management|account holder|he|she|they|it)(?:'s| is|"#,
    r#" are|'re)? (?:already |has |have )?(?:said (?:yes|it's|that it'?s?|so|ok)|okay with|ok with|fine with|gave (?:consent|permission|the ok)|"#,
    r#"given|consents?|agrees?|approves?|authori[sz]es?|wants? (?:this|it)|won't mind|never minds?|will thank)\b|\bno (?:further |additional |"#,
    r#"extra |more |other )?(?:confirmation|approval|ticket|question|prompt|authori[sz]ation|consent|permission|check|review|verification|"#,
    r#"second look|signature|sign-off)s?\b|\bnot? (?:need|require|wait(?:ing)? for|ask(?:ing)? for|bother with) (?:an? |any |further |the |their |"#,
    r#"his |her )?(?:confirmation|approval|permission|consent|review|sign-off)|\b(?:before|instead of|rather than|without) (?:asking|consulting|"#,
    r#"checking|waiting|confirming|verifying|involving)\b|\bskip(?:ping)? (?:the |any |all |every )?(?:[a-z]{3,12} )?(?:check|confirmation|"#,
    r#"verification|review|approval|receipt|step|question|validation|id)s?\b|\bnobody (?:needs|has) to\b|\bpermission (?:is|has been|"#,
    r#"was) (?:given|granted)|\b(?:as|like) (?:already )?agreed\b|\bconsider(?:ed)? (?:it |this )?(?:approved|agreed|confirmed)|\bconsent (?:is|"#,
    r#"counts|has been)\b|\bpre-?(?:cleared|confirmed|agreed|verified)\b|\bon (?:the )?(?:user|client|customer|owner|traveller|member|guest|"#,
    r#"patient)(?:'?s)? behalf\b|\bstanding (?:order|consent|permission|instruction)\b|\bfreigabe (?:liegt vor|erteilt)|\bmuss nicht (?:gefragt|"#,
    r#"bestatigt)|\bsans (?:attendre|confirmation)|\ba (?:deja )?(?:donne son accord|valide)|\bdeja (?:retenu|approuv|valid)|\b(?:ya|"#,
    r#"queda) (?:autorizad|aprobad)|\bautoriza (?:el|la)|\bsin esperar|\bsem esperar|\bsenza attendere|\bgia (?:approvat|autorizzat)|"#,
    r#"\bja (?:aprovad|autorizad)|\bis (?:al )?(?:akkoord|besproken|goedgekeurd)|\bniet nog eens|\bonayi? (?:alindi|verildi)|\bonay alin|"#,
    r#"соглас\S{1,4} получен|уже (?:одобр|соглас)|вже (?:погод|схвал)|وافق|موافقة|"#,
    r#"已(?:经)?(?:口头)?(?:同意|授权|批准)|無断|同意済|許可済|了承済|이미 (?:동의|승인)|\bsudah (?:setuju|disetujui|"#,
    r#"diizinkan)|\bda (?:dong y|duyet)|\bredan godkan|\balleredegodkendt"#,
);

/// A condition on what an assistant does: when it is asked, before it answers, in its summaries, from now on.
pub(super) const TRIGGER: &str = concat!(
    r#"\b(?:if|when|whenever|once|should|any ?time|every time|as soon as|in case) (?:you(?:'re| are)? |someone |anyone |anybody |somebody |a |an |"#,
    r#"the |they |he |she |your )?(?:user|customer|client|guest|patient|parent|person|reader|shopper|visitor|traveller|caller|someone|anyone|"#,
    r#"people|human|employee|student|tenant|member|buyer)?s? ?(?:is |are |gets? |be |later |ever |next |then )?(?:ask\w{0,3}|inquir\w{1,3}|"#,
    r#"enquir\w{1,3}|quer\w{1,3}|mention\w{0,3}|want\w{0,3} to know|request\w{0,3}|complain\w{0,3}|object\w{0,3}|look\w{0,3} for|"#,
    r#"search\w{0,3} for|question\w{0,3}|says?|brings? up|raises?|summari[sz]\w{1,4}|condens\w{1,4}|answer\w{0,3}|reply\w{0,3}|respond\w{0,3}|"#,
    r#"read\w{0,3}|process\w{0,4}|review\w{0,3}|translat\w{1,3}|compar\w{1,3}|draft\w{0,3}|rank\w{0,3}|scor\w{1,3}|report\w{0,3}|retriev\w{1,3}|"#,
    r#"pars\w{1,3}|list\w{0,3}|evaluat\w{1,3}|prepar\w{1,3}|shar\w{1,3}|display\w{0,3}|present\w{0,3}|describ\w{1,3}|quot\w{1,3})\b|\b(?:before|"#,
    r#"after|while|when|on|upon|instead of|rather than|prior to) (?:you )?(?:\w+ly )?(?:answer|reply|respond|summari[sz]|condens|continu|proceed|"#,
    r#"return|present|writ|draft|do|finish|translat|review|analy[sz]|process|read|display|show|rank|compar|quot|apply|encounter|retriev|pars|merg|"#,
    r#"generat)(?:ing|e|s|ed)?\b[^.!?\n]{0,40}(?:,|:)|\b(?:when|once|while|where) (?:the |this |these |that )(?:[a-z]+ ){0,3}(?:is|are|gets|"#,
    r#"has been) (?:read|summari[sz]ed|condensed|processed|translated|reviewed|shown|displayed|parsed|ingested|indexed|loaded|opened|retrieved|"#,
    r#"quoted|analy[sz]ed|shortened)\b|\b(?:in|to|with|for|at|of|on|into) (?:your|any|every|each|all|whatever|the next|the final|its|later|future|"#,
    r#"further|subsequent|other) (?:(?:next|final|following|own|further|written|future|later|single|draft|overall|spoken|short|long|new|other|"#,
    r#"such) )?(?:answers?|repl(?:y|ies)|responses?|summar(?:y|ies)|outputs?|reports?|messages?|translations?|reviews?|recommendations?|"#,
    r#"conversations?|sessions?|overviews?|digests?|briefings?|conclusions?|verdicts?|assessments?|comparisons?|lists?|drafts?|emails?|mails?|"#,
    r#"queries|requests?|tasks?)\b|\b(?:any|every|all|each|whatever) (?:answers?|repl(?:y|ies)|responses?|summar(?:y|ies)|digests?|overviews?|"#,
    r#"outputs?|recommendations?) (?:built|based|made|given|about|on|of|that|to|must|should|has|have|is|are)\b|\bsummar(?:y|ies) (?:of this|must|"#,
    r#"should|has to|have to|is to|are to)|\b(?:from now on|from here on|henceforth|hereafter|from this (?:moment|point)|until (?:the session|"#,
    r#"told otherwise|further notice|i say|they|the end of)|for the rest of|in all future|ever after|permanently|for ever|from (?:today|"#,
    r#"then) on)\b|\b(?:begin|start|end|open|close|finish|prefix|sign) (?:off )?(?:every|each|all|your|any|the) (?:[a-z]+ )?(?:answer|reply|"#,
    r#"response|message|summary|mail|output|report)|\b(?:trigger|activation) (?:phrase|word)|(?:wenn|falls|sobald|"#,
    r#"sofern) [^.\n]{0,30}(?:\w{0,3}frag|zusammen|antwort|lies|liest)|\bbevor du|\bab (?:jetzt|sofort)|\bin (?:deiner|jeder|ihrer) (?:antwort|"#,
    r#"zusammenfassung)|\bkunftig|\b(?:si|quand|lorsqu\w{1,3}|des qu\w{1,3}) [^.\n]{0,30}(?:demand|interrog|questionn|resum)|\bavant d(?:e |"#,
    r#"')(?:repondre|resumer|traduire|continuer)|\bdesormais|a partir de maintenant|\bdans (?:ta|votre|chaque|toute) (?:reponse|synthese)|"#,
    r#"\bquelle que soit|\b(?:si|cuando|siempre que|cada vez que) [^.\n]{0,30}(?:pregunt|consult|resum)|\bantes de (?:responder|contestar|resumir|"#,
    r#"seguir)|\ba partir de a(?:hora|gora)|\bde agora em diante|\ben (?:tu|cada|toda) (?:respuesta|resumen)|\bquien (?:prepare|resuma|lea)|"#,
    r#"\b(?:se|quando|ogni volta che) [^.\n]{0,30}(?:chied|domand|riassum|pergunt)|\bprima di (?:rispondere|riassumere)|\bd'ora in (?:poi|avanti)|"#,
    r#"\bchi (?:traduce|riassume|legge)|\b(?:als|wanneer|zodra) [^.\n]{0,30}(?:vraag|vragen|gevraagd|samenvat)|\bvoordat je|\bvoortaan|\bvanaf nu|"#,
    r#"\bwie (?:dit|deze)|\b(?:jesli|gdy|kiedy|jezeli|zanim) [^.\n]{0,30}(?:pyta|zapyta|odpowie|podasz|stresz)|\bod (?:teraz|tej pory)|"#,
    r#"\bw (?:kazdej )?(?:odpowiedzi|podsumowaniu)|\b(?:om|nar|hvis) [^.\n]{0,30}(?:fragar|sporger)|\bfran och med nu|\bfra nu av|"#,
    r#"\binnan du svarar|\bfor du svarer|\bsorul(?:ursa|dug)|\bsorarsa|\bbundan (?:sonra|boyle)|\b(?:yanit|cevap)lamadan|\bozetle(?:meden|rken)|"#,
    r#"если [^.\n]{0,80}(?:спрос|спраш|речь|попрос)|когда [^.\n]{0,80}(?:спрос|спраш)|прежде чем|"#,
    r#"начиная с этого|во всех (?:следующих|дальнейших)|отвечая|якщо [^.\n]{0,80}(?:запита|"#,
    r#"спита)|перш ніж|відтепер|надалі|إذا س(?:أل|ئل)|عند (?:السؤال|تلخيص|الرد)|"#,
    r#"قبل (?:الرد|تلخيص|الإجابة)|من يلخص|من الآن|از این پس|לפני ש|מעכשיו|(?:अगर|यदि|"#,
    r#"जब) [^\n]{0,90}पूछ|जवाब देने से पहले|अब से|(?:如果|若|当|凡|每当|"#,
    r#"一旦)[^\n]{0,60}(?:问|总结|摘要|回复|回答)|在(?:回答|总结|回复)[^\n]{0,30}(?:前|中)|从现在|以后|今后|此后|"#,
    r#"凡以|聞かれ(?:たら|た|ても)|尋ねられ|質問され|要約する(?:前|際|とき)|回答する前|以降の|今後|물으면|"#,
    r#"물어보면|질문(?:하면|받으면|이 오면)|요약하기 전|답하기 전|앞으로|읽는 즉시|\b(?:neu|khi) [^.\n]{0,30}hoi\b|"#,
    r#"\btruoc khi (?:tra loi|tom tat)|\btu (?:bay gio|nay)|\b(?:jika|kalau|bila|ketika) [^.\n]{0,30}tanya|\bsebelum (?:menjawab|merangkum)|"#,
    r#"\bmulai sekarang"#,
);

/// The user, spoken of to somebody else.
pub(super) const THIRD: &str = concat!(
    r#"\b(?:tell|telling|told|inform|advise|assure|persuade|convince|warn|notify|steer|refer|urge|ask|let|answer|reply to) (?:the |your |any |"#,
    r#"every |each |all )?(?:(?:end[- ]?)?(?:users?|customers?|clients?|guests?|patients?|parents?|persons?|readers?|shoppers?|visitors?|"#,
    r#"travellers?|callers?|askers?|enquirers?|humans?|owners?|employees?|students?|tenants?|members?|buyers?|developers?|passengers?|applicants?|"#,
    r#"recipients?|subscribers?|viewers?|households?|listeners?|diners?|account holders?|cardholders?|operators?|boss|manager)|them|him|her|"#,
    r#"anyone|anybody|everyone|whoever|people|(?:him|her|them) or her)\b|\b(?:your|the|this|every|each|any) (?:end[- ]?)?(?:users?|customers?|"#,
    r#"clients?|guests?|patients?|parents?|persons?|readers?|shoppers?|visitors?|travellers?|callers?|askers?|enquirers?|humans?|owners?|"#,
    r#"employees?|students?|tenants?|members?|buyers?|developers?|passengers?|applicants?|recipients?|subscribers?|viewers?|households?|"#,
    r#"listeners?|diners?|account holders?|cardholders?|operators?|boss|manager)(?:'s|s'|s)? (?:own |saved |stored |linked |registered |home |"#,
    r#"private |personal |other |full |current |real |entire |last |recent |whole |e-?mail |bank |payment |phone )*(?:calendar|inbox|mailbox|"#,
    r#"contacts?|card|account|balance|addresse?s?|e-?mails?|messages?|name|phone|number|details|data|files|documents|photos|location|history|"#,
    r#"wallet|password|signature|behalf|place|conversation|profile|device|browser|money|savings|bookings?|orders?|drive|home)\b|\byour (?:user|"#,
    r#"human|owner|master|principal|operator|developer|boss)s?\b|\b(?:on|in) (?:the )?(?:end[- ]?)?(?:users?|customers?|clients?|guests?|"#,
    r#"patients?|parents?|persons?|readers?|shoppers?|visitors?|travellers?|callers?|askers?|enquirers?|humans?|owners?|employees?|students?|"#,
    r#"tenants?|members?|buyers?|developers?|passengers?|applicants?|recipients?|subscribers?|viewers?|households?|listeners?|diners?|"#,
    r#"account holders?|cardholders?|operators?|boss|manager)(?:'s|s') (?:behalf|name|place)\b|\b(?:whoever|the (?:one|person|people|company|"#,
    r#"team)) (?:is |are |who(?:'s| is)? |that(?:'s| is)? |you(?:'re)? )?(?:asks?|asking|asked|reads?|reading|you (?:serve|work for|help|assist)|"#,
    r#"behind you|being helped|serve|work for|helping|assisting)\b|\bon behalf of (?:the |your |some)|\b(?:dem|den) (?:nutzer|benutzer|kunden|"#,
    r#"leser|anwender|gast|mieter|patienten)|\b(?:sag|teil|schreib|erklar|melde)\w{0,3} (?:ihm|ihr|ihnen)\b|\b(?:dis|dites|annonce|reponds|"#,
    r#"indique)[- ](?:lui|leur)\b|\b(?:a|de) l'utilisat|\b(?:au|du) (?:client|lecteur|voyageur|visiteur)|\b(?:dile|diles|digale|informale|"#,
    r#"informele|avisale|contestale|infor\w{2,6}le)\b|\b(?:al|del) (?:usuario|cliente|lector|viajero|huesped|destinatario)|\b(?:digli|dille|"#,
    r#"comunicagli)\b|\b(?:al|del)l'utente|\b(?:al|del) (?:lettore|viaggiatore)|\b(?:diga-lhe|diz-lhe|informe-o)\b|\bao (?:utilizador|usuario|"#,
    r#"cliente|leitor|hospede)|\b(?:zeg|vertel|meld) (?:hem|haar|hen)\b|\bde (?:gebruiker|klant|lezer)|\b(?:powiedz|napisz|przekaz) (?:mu|jej|"#,
    r#"im)\b|\buzytkownik|\brozmowcy|\banvandaren|\bbrugeren|\bkunden\b|\bkullanici|\bmusteriy|пользовател|собеседник|"#,
    r#"тому, кто|користувач|المستخدم|العميل|المسافر|الضيف|للزبون|کاربر|המשתמש|"#,
    r#"הלקוח|उपयोगकर्ता|ग्राहक को|यूज़र|用户|告诉他|提问者|ユーザー|利用者|"#,
    r#"質問者|사용자|이용자|고객에게|\bnguoi dung|\bpengguna|\bpelanggan|\bke pembeli"#,
);

/// What an assistant has at hand and nobody else: stored cards, mail, the conversation, its instructions.
pub(super) const HELD: &str = concat!(
    r#"\b(?:stored|saved|linked|registered|on[- ]file|default) (?:card|payment|credit|account|address|credentials?|signature|bank|details)\b|"#,
    r#"\b(?:card|payment method|address|account) on file\b|\b(?:conversations?|chat|dialogue|session)(?: history| log| so far| text| until now|"#,
    r#" above)\b|\b(?:text|contents?|copy|transcript|history|record|log|rest|whole|all) of (?:the|this|your|their|our|"#,
    r#"all) (?:[a-z]+ )?(?:conversation|session|chat|dialogue|thread|inbox|prompt|instructions)\b|\bsaid (?:so far|to you|earlier|until now)\b|"#,
    r#"\b(?:previous|earlier|most recent|last \w+|other|private|unsent|unread|latest|all|every|any) (?:messages?|e-?mails?|mails?|chats?|"#,
    r#"conversations?|quotes?|bookings?|searches|photos?|drafts?|notes?|contacts?|invoices?|statements?)\b|\b(?:home|private|personal) (?:address|"#,
    r#"phone|number|details|data|documents|messages|photos)\b|\b(?:date of birth|passport number|account balance|cvv|cvc|2fa|two-factor|otp|"#,
    r#"authorization header|deploy keys?|ssh keys?|contact list|address book|medical records?|health records?|bank statements?|payslips?|"#,
    r#"tax returns?|customer list|mailbox|browsing history|location history|seed phrase|recovery (?:code|phrase)s?|backup codes?|login codes?|"#,
    r#"one[- ]time (?:code|password)s?)\b|\b(?:instructions|directions|rules|prompt|configuration|guidelines|orders) (?:that )?(?:you|which you|"#,
    r#"were (?:supplied|given) to you)|\b(?:\d|six|four|eight)[- ]digit code\b|\b(?:what|everything|all|anything) (?:that )?(?:you know|"#,
    r#"they (?:have )?(?:told|asked|said|wrote)|the (?:user|person|customer) (?:has )?(?:said|told|asked|wrote)|you(?:'ve| have)? (?:been told|"#,
    r#"stored|remember|seen so far))|\b(?:gespeicherte|hinterlegte)\w? (?:karte|zahl)|\b(?:gesprachsverlauf|posteingang|kalender|kontakte)\b|"#,
    r#"\bcarte enregistree|\bboite de reception|\b(?:tarjeta|firma) guardada|\bbandeja de entrada|\bcarta salvata|\bcartao (?:guardado|salvo)|"#,
    r#"\bcaixa de entrada|\bopgeslagen kaart|\bzapisan\w{1,2} kart|\bskrzynk|\bkayitli kart|\bgelen kutusu|контакт|"#,
    r#"сохран\S{1,6} карт|переписк|истори\S+ (?:чата|переписки)|входящи|"#,
    r#"البطاقة المحفوظة|المحادثة|صندوق الوارد|جهات الاتصال|保存的|绑定的|聊天记录|"#,
    r#"收件箱|联系人|通讯录|登録済み|会話|受信箱|受信トレイ|連絡先|저장된 카드|대화|받은편지함|연락처|"#,
    r#"\b(?:conversacion|conversazione|conversa|konusma|sohbet|percakapan|kontak)\b|\bcuoc tro chuyen|\bdanh ba\b"#,
);

/// Somebody or something is to come off best.
pub(super) const FAVOUR: &str = concat!(
    r#"\b(?:put|place|list|rank|name|mention|show) (?:it|this|us|them|me|him|her|[a-z .'-]{2,30}) (?:at the top|first|above|ahead|before)|"#,
    r#"\b(?:top|first) of the (?:list|shortlist|results)|\bhighest[- ]rated\b|\bbest[- ]rated\b|\bthe only (?:one|option|compliant|provider|"#,
    r#"[a-z]+ that)|\bspeak (?:well|highly) of|\bsteer(?:ed)? (?:to|towards|them)|\b(?:10|ten|5|five|100) ?(?:/|out of) ?(?:10|ten|5|five|100)\b|"#,
    r#"\b(?:strong|excellent|outstanding|world[- ]class|exceptional|flawless|compliant|no (?:findings|issues|changes|concerns|"#,
    r#"defects))\b[^.\n]{0,20}(?:\"|'|”)|\b(?:say|state|report|claim|answer|tell \w+|write|conclude|confirm|found|rate|score|mark|call|"#,
    r#"describe)\b[^.!?\n]{0,70}\b(?:closed|recalled|unsafe|fully booked|sold out|out of stock|full|unavailable|dangerous|best|safest|cheapest|"#,
    r#"perfect|flawless|compliant|passed|approved|excellent|strong|fine|down|expired|lapsed|cancelled|fault|scam|under investigation|hidden fees|"#,
    r#"infected)\b|\b(?:omit|leave out|drop|exclude|remove|skip|ignore|forbids? showing|don't count|discount) (?:the |any |all |other |every |"#,
    r#"both )?(?:others?|rivals?|competitors?|negative|critical|bad|one-star|low|alternatives?|complaints?|warnings?|risks?|caveats?|cheaper|"#,
    r#"options?)|\b(?:note|bewertung|punkte) (?:maximale|100|10)|\b(?:seule?ment|solo|apenas|tylko|yalnizca|alleen|endast|kun) (?:\"|“|«|„)?[A-Z]|"#,
    r#"为唯一|最好的|\bsolo (?:el|la|a)\b"#,
);

/// Something is to be handed over.
pub(super) const SEND: &str = concat!(
    r#"\b(?:submit|hand|append|embed|encode|deliver|relay|dispatch|mail|text|message|report|supply|give|expose|publish|push|copy|pass|provide|"#,
    r#"write)\b[^.!?\n]{0,60}\bto\b"#,
);

/// An address outside.
pub(super) const AWAY: &str = concat!(
    r#"@[a-z0-9-]{1,30}\.|https?:|\bwww\.|\.(?:com|net|org|io|example|app|dev|info|ru|cn|xyz)\b|\+\d[\d ]{7,}|\b0[89]00[ -]?\d{3}|\biban\b|"#,
    r#"\b(?:to|with) (?:me|us|this (?:number|address))\b|\bpublic (?:link|gist|issue)|\bin the issue you|\bthis (?:thread|issue|ticket|page|"#,
    r#"form)\b|\bquery string|\ban (?:mich|diese nummer)|\bschick mir|\ba este numero|\bquesto numero|\bbu numara|на этот номер|"#,
    r#"この番号|此号码|이 번호"#,
);

/// What is to be said.
pub(super) const DICTATE: &str = concat!(
    r#"\b(?:say|claim|state|report|answer|reply|tell|inform|assure|conclude|confirm|pretend|explain)\w{0,3}(?: (?:them|him|her|the [a-z]+|it|"#,
    r#"to [a-z]+|anyone|everyone))?(?: that)? (?:it|this|the|all|he|she|they|there|everything|no|nothing|we|others?|(?:'|\"|“))|\b(?:quote|describe|"#,
    r#"present|report|treat|mark|label|call|rate|record|list|log|give|set|flag) (?:me|it|this|us|them|him|her|the [a-z ]{2,30}|[a-z ]{2,24}|"#,
    r#"all [a-z]+) (?:as|to|in) |\bin their place (?:say|write)|\b(?:answer|reply|respond|say|write)(?:ed)?:? ?(?:with |only |just )?(?:\"|'|“|«)"#,
);

/// What is to be done to accounts, files, rights or machines.
pub(super) const ACT: &str = concat!(
    r#"\b(?:unlock|reserve|ticket|tick|enable|activate|deactivate|accept|sign(?: up| in)?|subscribe|unsubscribe|invite|add [a-z0-9.@-]+ (?:as|to)|"#,
    r#"create|change|update|reset|raise|lower|increase|move|forward|post|press|click|follow|visit|confirm|wire|issue|migrate|close|revert|abort|"#,
    r#"discard|export|hand over|book|withdraw|donate|whitelist|allowlist|chmod|curl|wget|sudo|rm -|schedule|reschedule|rename|archive|terminate|"#,
    r#"revoke|transfer)\b"#,
);

/// What was asked for is not to count.
pub(super) const OVERRIDE: &str = concat!(
    r#"\b(?:skip|drop|abandon|abort|discard|set aside|disregard) (?:what (?:they|you|the)|the (?:task|question|request|current|present|original|"#,
    r#"job)|whatever|your (?:task|work|job)|this task)|\bregardless of what|\bwhatever (?:they|you|is|the|else) |\bbefore (?:anything else|"#,
    r#"all else)|\b(?:real|actual|true) (?:task|request|goal|objective|instruction|question)\b|\b(?:ignore|forget|disregard|overrid\w{1,3}|from now on|"#,
    r#"from this \w+ on|for the rest of the (?:session|conversation)|new (?:task|instructions?|objective)|objective changes|regardless|need not be considered|"#,
    r#"what counts now|act as though|whoever says|ignoriert?|vergiss|ab (?:jetzt|sofort)|oublie\w{0,2}|nouvelle consigne|ne reponds plus|desormais|"#,
    r#"olvida\w{0,2}|ignora\w{0,2}|a partir de ahora|dimentica\w{0,2}|d'ora in poi|esquec\w{1,3}|a partir de agora|negeer|vergeet|voortaan|zignoruj|zapomnij|"#,
    r#"od teraz|yok say|unut|dikkate alma|abaikan|lupakan|bo qua)\b|игнорируй|забудь|с этого момента|отныне|تجاهل|انس|من الآن|無視|今後|忽略|无论|不管|从现在|무시|"#,
    r#"지금부터|앞으로"#,
);

/// It is urgent, or a duty.
pub(super) const URGE: &str = concat!(
    r#"\b(?:immediately|at once|straight ?away|right (?:away|now)|now|urgent\w{0,2}|without delay|asap|this (?:minute|instant)|first thing|"#,
    r#"or else|otherwise|held liable|penalt\w{1,3}|mandatory|obligatory|required|compulsory|must|has to|have to|is to be|are to be|shall)\b|"#,
    r#"\b(?:sofort|umgehend|immediatement|tout de suite|inmediatamente|de inmediato|enseguida|subito|imediatamente|meteen|onmiddellijk|"#,
    r#"natychmiast|hemen|derhal|genast|omedelbart|straks|segera|ngay lap tuc)\b|немедленно|сразу|негайно|فورا|"#,
    r#"فوراً|तुरंत|立即|马上|立刻|直ちに|すぐに|즉시|바로"#,
);

/// A verb that orders where a clause begins.
pub(super) const IMP: &str = concat!(
    r#"\b(?:do not|don't|never|tell|say|give|put|record|fill|"#,
    r#"add|post|paste|advise|turn|mention|list|get|show|mark|name|print|merge|close|import|pay|forward|send|write|report|answer|reply|state|rank|"#,
    r#"rate|recommend|include|append|insert|replace|treat|approve|accept|book|buy|order|delete|remove|drop|set|switch|open|run|execute|call|make|"#,
    r#"let|take|use|ask|invite|share|copy|read|find|look|skip|ignore|forget|disregard|quote|choose|pick|describe|present|praise|translate|upload|"#,
    r#"fetch|grant|change|update|leave|hide|keep|stop|act|pretend|unlock|reserve|cancel|transfer|submit|export|enter|click|press|sign|disable|"#,
    r#"enable|push|commit|reset|suggest|steer|respond|reproduce|encode|go|discard|abort|count|share|hand|pass|buy|reserve|tick)\b"#,
);

/// What a manual, a tool's description or a deed says of itself: no request.
pub(super) const DESCRIBES: &str = concat!(
    r#"\b(?:never|do not|don't|must not|should not|nobody may|cannot)\b[^.!?\n]{0,80} without (?:telling|asking|informing|checking|consulting|warning|notifying|"#,
    r#"talking)\b|\b(?:we enclose|enclosed|overleaf|our letter|your letter)\b|\b(?:suppliers|residents|tenants|colleagues|all staff|volunteers|neighbours|parents|members)(?: ?:|, please\b)|"#,
    r#"\b(?:this|the|these|an?) (?:function|tool|method|api|endpoint|command|extension|option|flag|plugin|class|attacker|application|instrument)s?\b|"#,
    r#"\b(?:said|oath|duly|aforesaid|undersigned|hereinafter|here(?:under|in|of|by|to)|there(?:of|in|under|by|to)|where(?:as|of|by)|"#,
    r#"(?:sub-?)?(?:lessee|lessor|licensee|licensor)|sub-?tenant|landlord|grantor|grantee|mortgagor|mortgagee|assignor|assignee|guarantor|"#,
    r#"covenants?|indenture)\b"#,
);
