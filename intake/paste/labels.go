package paste

import (
	"strings"
	"unicode"

	"leadpad/safe/lazyregexp"
)

// lastBreak is where the piece begins that ends at to.
func lastBreak(l *line, from, to int) int {
	for i := to - 1; i >= from; i-- {
		if len(l.taken) > i && l.taken[i] {
			return i + 1
		}
		if n := separator(l.text[i:]); n > 0 && i+n <= to && !gapBefore(l.text[i:to]) {
			return i + n
		}
		if l.text[i] == ',' {
			return i + 1
		}
	}
	return from
}

// gapBefore says that only a wide gap, as tables have it, parts a label and its number.
func gapBefore(s string) bool { return strings.TrimSpace(s) == "" }

// firstBreak is where the piece ends that begins at from.
func firstBreak(l *line, from, to int) int {
	for i := from; i < to; i++ {
		if len(l.taken) > i && l.taken[i] || l.text[i] == ',' || separator(l.text[i:]) > 0 && strings.TrimSpace(l.text[from:i]) != "" {
			return i
		}
		if n := separator(l.text[i:]); n > 0 && strings.TrimLeft(l.text[i:i+n], " ") != "" {
			return i
		}
	}
	return to
}

// labelBefore are the label words at the end of a piece.
func labelBefore(p piece) piece {
	if q := p.trimmed(); calls.MatchString(q.String()) {
		return piece{p.line, q.from, p.to}
	}
	if q := p.trimmed(); namesPhone(q.String()) && strings.ContainsAny(p.String()[q.to-p.from:], ":：") {
		return piece{p.line, q.from, p.to}
	}
	s := strings.TrimRight(p.String(), " \t\u00a0:：.|-–—=([（#＃")
	from := len(s)
	for from > 0 {
		start := strings.LastIndexFunc(s[:from], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("/&+(|,，、：:", r) }) + 1
		if !allLabels(folded(s[start:from])) && strings.ContainsFunc(s[start:from], isWordRune) {
			return piece{p.line, p.from + from, p.to}.label()
		}
		from = max(0, start-1)
		if start <= 1 {
			break
		}
	}
	return piece{p.line, p.from, p.to}.label()
}

// calls is a call to call.
var calls = lazyregexp.New(`(?i)^(?:please |pls |or )?(?:call|phone|ring|text|dial|whatsapp|appelez|llame|llama|ligue|chiama|rufen sie|anruf|bel|ring på)(?:\s\p{L}+){0,3}$`)

// namesPhone says that a text is a few words of which one alone names a phone, as the
// names of fields are: "Your direct phone", "Teléfono de contacto".
func namesPhone(s string) bool {
	const most = 5
	words := folded(s)
	if len(words) > most || strings.ContainsAny(s, "0123456789@:") {
		return false
	}
	for _, w := range words {
		if len(w) >= len("tel") && phoneLabels.has(w) && containsAny(w, phoneStems()) {
			return true
		}
	}
	return false
}

// phoneStems are parts of the words that alone name a phone.
func phoneStems() []string {
	return []string{"tel", "fon", "mob", "cel", "gsm", "fax", "faks", "handy", "movil", "mobitel", "telemov", "тел", "моб", "факс", "τηλ", "κιν", "puhelin", "whats"}
}

// label is the piece of a label without what surrounds it; empty if it has no word.
func (p piece) label() piece {
	if p.blank() {
		return piece{p.line, p.to, p.to}
	}
	return p
}

// labelAfter is a label behind a number: in parentheses, or all that follows where
// no label stands before it.
func labelAfter(p piece, labelled, more bool) piece {
	none := piece{p.line, p.from, p.from}
	s := p.String()
	rest := strings.TrimLeft(s, " \u00a0-–:")
	skip := len(s) - len(rest)
	if strings.HasPrefix(rest, "(") || strings.HasPrefix(rest, "[") {
		if i := strings.IndexAny(rest, ")]"); i > 0 && allLabels(folded(rest[1:i])) {
			return piece{p.line, p.from + skip, p.from + skip + i + 1}
		}
	}
	if !labelled && !more && allLabels(folded(rest)) && strings.TrimSpace(rest) != "" {
		return p
	}
	return none
}

// labelMeans says what the words of a label make of a number.
func labelMeans(label string) (fax, direct bool) {
	phone := false
	for _, w := range folded(label) {
		fax = fax || faxLabels.has(w)
		phone = phone || oneOf(w, "t tel telefon phone telephone tf tlf telefone telefono")
		direct = direct || directLabels.has(w)
	}
	return fax && !phone, direct
}

// faxLabels say that a number is a fax.
var faxLabels = newWordList(`ف fax f telefax telecopie faks факс facsimile fx φαξ τηλεομοιοτυπο 传真 傳真 ファックス ファクス 팩스 فاكس فکس نمابر פקס แฟกซ์ โทรสาร phax فاکس`)

// directLabels say that a number is one person's.
var directLabels = newWordList(`sel symudol خليوي خلوي zap whats ج directe m mobil mobile mob cell cellular c handy mobiltelefon portable cel celular cellulare movil telemovel mobiel direct direkt durchwahl dw d direkte diretto directo gsm port
	doorkiesnummer whatsapp komorka kom direktnr natel wa ddi did hp handphone mobilni mobiteli mobitel мобилен моб мобильный мобільний сот сотовый κιν κινητο cep farsimi mobiltel matkapuhelin mobiilne mobilais mobilusis mobilny mobilni
	手机 手機 携帯 携帯電話 直通 移动电话 行動電話 휴대폰 휴대전화 핸드폰 직통 جوال موبايل محمول موبایل همراه נייד סלולרי มือถือ dong didong h rpc whatsap ponsel telefoonmobiel`)

// allLabels says that all words are labels of phones.
func allLabels(words []string) bool {
	if len(words) == 0 {
		return false
	}
	for _, w := range words {
		if !phoneLabels.has(w) {
			return false
		}
	}
	return true
}

// weakLabel says that a label is only of words that alone say nothing.
func weakLabel(p piece) bool {
	for _, w := range folded(p.String()) {
		if !weakLabels.has(w) {
			return false
		}
	}
	return true
}

// weakLabels stand beside labels of phones and alone say nothing: "No. 12".
var weakLabels = newWordList(`no nr n° number num numero numer nummer line and und et y e i og och us uk de emea apac usa germany gratis free n`)

var phoneLabels = newWordList(`sel kantoor simu telepono ffon symudol fon guthan celular telefo mobitelas ტელ მობ հեռ բջջ ফোন মোবাইল ဖုန်း утас خليوي خلوي ف ج text ring t s emergency emergencies urgences notfall urgencias emergenze out of hours wechat weixin telegram signal skype imo line viber zalo kakaotalk kakao tel telef telefoni telefonu telephon telf telefonnr fon1 telefon phone ph p telephone tlf tf fon m mobil mobile mob cell cellular c cel celular cellulare handy movil telemovel mobiel
	mobiltelefon portable port gsm natel f fax telefax faks fx facsimile telecopie direct direkt durchwahl dw d ddi did direkte diretto directo fixe fijo fisso
	zentrale switchboard office o main w work buro bureau oficina ufficio kantoor kontor escritorio line number no nr n° numero num numer nummer whatsapp wa
	standard home h private privat hotline centralino centralita central vaxel reception empfang telefoon telefone telefono tél téléphone
	puh puhelin telefonnummer telefonnr rufnummer toll free tollfree tel1 tel2 phone1 phone2 тел телефон ligne directe accueil tlm telem tfno tfn tlfn fone fono fones tels факс моб tlph call doorkiesnummer komorka kom
	tlm talr talrunis simi sentralbord sentralbordet telf telp hp handphone ponsel rpc rpm pbx fijos conmutador sime heimasimi farsimi tell tt κιν τηλ φαξ κινητο τηλεφωνο мобилен мобильный мобільний сот сотовый раб приемная
	telefonas mobilusis mobilais mobilny mobilni mobitel gsm1 gsm2 mobile1 mobile2 cep dahili santral sabit telefonszam mobiltel vezetekes farsimi matkapuhelin vaihde mobiilne lauatelefon voip viber centrala sekretariat recepcja
	dt dd did dong di dien thoai so hotline tong dai may ban ban_hang fono1 whats zap recado whatsap vast telefoonnummer mobielnummer kundendienst notdienst buero kanzlei praxis sekretariat bureau1
	电话 電話 手机 手機 固话 座机 联系电话 聯絡電話 移动电话 行動電話 直线 总机 總機 热线 传真 傳真 電話番号 携帯 携帯電話 直通 代表 代表電話 内線 ファックス ファクス 전화 전화번호 휴대폰 휴대전화 핸드폰 직통 대표전화 팩스 연락처
	هاتف جوال موبايل محمول فاكس تليفون تلفون تلفن همراه موبایل فکس نمابر ت טלפון טל נייד סלולרי פקס משרד โทร โทรศัพท์ มือถือ แฟกซ์ โทรสาร फोन मोबाइल दूरभाष
	gratis b business desk cellphone landline festnetz vast us uk de emea apac usa germany sales support service kundenservice and und et y e i og och 手机 电话 tel. 電話`)
