package paste

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"leadpad/lead"
	"leadpad/safe/lazyregexp"
)

// The signs by which a signature is told from the mail around it.
var (
	quoteHeader = lazyregexp.New(`(?i)^\s*(-{2,}\s*(original|forwarded|ursprüngliche|weitergeleitete|message|mensaje|messaggio|oorspronkelijk|mensagem|originalmeddelande|oprindelig)|on .{6,120} wrote:|am .{6,120} schrieb.*:|le .{6,120} a écrit\s*:|el .{6,120} escribió:|il .{6,120} ha scritto:|op .{6,120} schreef.*:|em .{6,120} escreveu:|den .{6,120} skrev.*:|(from|von|de|da|van|fra|från):\s.*@)`)
	closingLine = lazyregexp.New(`(?i)^\s*(with )?(best|kind|warm|kindest|warmest)?\s*(regards|wishes|best|cheers|sincerely|yours \w+|many thanks|thanks|thank you|mit (freundlichen|besten|herzlichen|lieben|freundlichem) (grüßen|grüssen|gruß|gruss)|(freundliche|beste|viele|liebe|herzliche|schöne) (grüße|grüsse)|(freundlicher|bester|lieber|herzlicher) (gruß|gruss)|mfg|vg|lg|bg|hochachtungsvoll|(bien )?cordialement( vôtre)?|bien à (vous|toi)|salutations|(sincères|meilleures|cordiales) salutations|un cordial saludo|(atentos|cordiales|muchos)? ?saludos( cordiales)?|atentamente|cordiali saluti|distinti saluti|(un )?cordiale saluto|saluti|met (vriendelijke|hartelijke|beste) (groet|groeten)|(vriendelijke|hartelijke|beste) (groet|groeten)|groeten|mvg|atenciosamente|cumprimentos|(com os )?(melhores|meus) cumprimentos|cordialmente|abraços?|(med )?(vänliga|bästa|vänlig) (hälsningar|hälsning)|mvh|(med )?(venlig|bedste|venlige|vennlig|beste) (hilsen|hilsner)|hilsen|hälsningar|ystävällisin terveisin|z poważaniem|pozdrawiam|s pozdravem|üdvözlettel|saygılarımla|с уважением)\s*[,.!]?\s*$`)
	disclaimer  = lazyregexp.New(`(?i)confidential|privileged|intended (solely|only|recipient|for)|vertraulich|rechtlich geschützte|irrtümlich|nicht der richtige|confidentiel|destinataire|confidencial|destinatari|riservat|vertrouwelijk|geadresseerde|fortrolig|konfidentiell|before printing|vor dem (aus)?druck|an die umwelt|avant d'imprimer|the environment|medio ambiente|virus`)
	greeting    = lazyregexp.New(`(?i)^\s*(hi|hello|dear|hey|hallo|guten (tag|morgen)|sehr geehrte[rs]?|liebe[rs]?|bonjour|cher|chère|madame|monsieur|hola|estimad[oa]s?|buenos días|gentile|egregio|buongiorno|ciao|beste|geachte|olá|prezad[oa]|caro|bom dia|hej|kære|bästa|sent from|von meinem|envoyé de|enviado desde|inviato da)\b.{0,60}$`)
	mailHeader  = lazyregexp.New(`(?i)^\s*(?:sent|date|subject|reply-to|gesendet|datum|betreff|envoyé|objet|date d'envoi|enviado(?: el)?|asunto|fecha|inviato|data|oggetto|verzonden|onderwerp|assunto|skickat|ämne|sendt|emne|dato|lähetetty|aihe|wysłano|temat|odesláno|předmět|gönderildi|konu|отправлено|дата|тема|日期|主题|主題|件名|送信日時|日時|제목|보낸 날짜)\s*[:：]\s`)
	recipients  = lazyregexp.New(`(?i)^\s*(?:to|cc|bcc|an|kopie|copie|cópia|à|para|aan|til|till|alla|komu|кому|копия)\s*:\s.*@`)
	headField   = lazyregexp.New(`(?i)^\s*(?:to|cc|bcc|an|kopie|copie|cópia|à|para|aan|til|till|alla|komu|кому|копия|do|k|kime|destinatario|destinataire|sent|date|subject|reply-to|gesendet|datum|betreff|envoyé|objet|enviado(?: el)?|asunto|fecha|inviato|data|oggetto|verzonden|onderwerp|assunto|skickat|ämne|sendt|emne|dato|lähetetty|aihe|wysłano|temat|odesláno|předmět|gönderildi|konu|отправлено|дата|тема)\s*:(?:\s|$)`)
	delimiter   = lazyregexp.New(`^--\s*$`)
	ruler       = lazyregexp.New(`^\s*[-=_*~#─━]{3,}\s*$`)
)

// mark finds the block: what stands before the closing words of a mail, what is
// quoted, and what lawyers add is outside of it.
func mark(all []*line, o Options) {
	start := -1
	last := lastReachable(all)
	answer := quotedFirst(all)
	sender := senderLine(all)
	for _, l := range all[:answer] {
		l.outside = true
	}
	for i, l := range all {
		if i < answer {
			continue
		}
		if quotedLine(l) {
			l.outside = true
			continue
		}
		if i > answer && i != sender && strings.ContainsAny(l.text, ":-") && quoteHeader.MatchString(l.text) && !(sender >= i && sender <= i+headLines) {
			if quotesBelow(all[i+1:]) {
				l.outside = true
				continue
			}
			for _, rest := range all[i:] {
				rest.outside = true
			}
			break
		}
		if start < 0 && (i < last || last < 0) && closing(l.text) || delimiter.MatchString(l.text) {
			start = i
		}
	}
	for i, l := range all {
		if o.stopped() {
			return
		}
		const longest = 1000 // bytes: no line of a card
		if len(l.text) > longest {
			l.outside = true
			continue
		}
		if recipients.MatchString(l.text) || isMailHeader(all, i) || sender >= 0 && i != sender && inHead(all, sender, i) || i <= start && i < len(all)-1 && i != sender || closing(l.text) || prose(l.text) || i == 0 && opening(l.text) {
			l.outside = true
		}
	}
	legal := false
	for _, l := range all {
		const long = 60
		n := len(l.text)
		legal = n > 0 && (legal && n > long || n > long/2 && disclaimer.MatchString(l.text))
		l.outside = l.outside || legal
	}
}

// lastReachable is the last line that may hold an email or a phone, -1 for none: what
// stands below it is no signature.
func lastReachable(all []*line) int {
	for i := len(all) - 1; i >= 0; i-- {
		if reachable(all[i : i+1]) {
			return i
		}
	}
	return -1
}

// headLines is how far the lines of a mail's head stand from each other.
const headLines = 4

// senderLine is the line that names who sent the mail that follows, -1 for none: it
// stands first, or nobody says farewell before it and nothing there reaches anybody,
// as in a mail that was passed on.
func senderLine(all []*line) int {
	if !slices.ContainsFunc(all, func(l *line) bool { return strings.Contains(l.text, "@") }) {
		return -1
	}
	for i, l := range all {
		if strings.Contains(l.text, "@") && quoteHeader.MatchString(l.text) && !quotedLine(l) {
			if quotesBelow(all[i+1:]) && slices.ContainsFunc(all[i+1:], func(l *line) bool { return !quotedLine(l) && reachable([]*line{l}) }) {
				return -1 // whose mail is answered below
			}
			return i
		}
		if reachable(all[i:i+1]) || closing(l.text) || quotedLine(l) {
			const date = 4 // digits of a year: a mail's head tells when it was sent
			if digits(l.text) < date || !mailHeader.MatchString(l.text) {
				return -1
			}
		}
	}
	return -1
}

// inHead says that a line is one of a mail's head around its sender.
func inHead(all []*line, sender, i int) bool {
	if i < sender-headLines || i > sender+headLines || !headField.MatchString(all[i].text) {
		return false
	}
	for k := min(i, sender) + 1; k < max(i, sender); k++ {
		if !headField.MatchString(all[k].text) {
			return false
		}
	}
	return true
}

// quotesBelow says that the next line with text is a quoted one: what follows it is
// none of it.
func quotesBelow(rest []*line) bool {
	for _, l := range rest {
		if strings.TrimSpace(l.text) != "" {
			return quotedLine(l)
		}
	}
	return false
}

// isMailHeader says that a line says when a mail went out or of what it is: another
// line of its head, which names somebody's email, stands next to it or a few lines off.
func isMailHeader(all []*line, i int) bool {
	const near = 4
	if !strings.ContainsAny(all[i].text, ":：") || !mailHeader.MatchString(all[i].text) {
		return false
	}
	for k := max(0, i-near); k < min(len(all), i+near+1); k++ {
		if k != i && strings.Contains(all[k].text, "@") && (recipients.MatchString(all[k].text) || quoteHeader.MatchString(all[k].text)) {
			return true
		}
	}
	return false
}

// quotedFirst is where the answer begins in a mail that quotes another one above it,
// 0 for any other text.
func quotedFirst(all []*line) int {
	end, quoted := 0, false
	for i, l := range all {
		switch {
		case quotedLine(l):
			end, quoted = i+1, true
		case strings.TrimSpace(l.text) != "" && (quoted || !quoteHeader.MatchString(l.text)):
			if !quoted {
				return 0
			}
			return end
		}
	}
	return 0
}

func quotedLine(l *line) bool { return strings.HasPrefix(strings.TrimSpace(l.text), ">") }

// closing says that a line is the closing words of a mail: it has nothing but them.
func closing(s string) bool {
	const longest = 60
	if len(s) < 2 || len(s) >= longest || hasDigit(s) {
		return false
	}
	if closingWords(s) || closingLine.MatchString(s) || closingFrom(s) {
		return true
	}
	if !strings.Contains(s, "/") {
		return false
	}
	for part := range strings.SplitSeq(s, "/") { // "Med kveðju / Kind regards"
		if !closings().whole[strings.Join(folded(part), " ")] && !closingLine.MatchString(part) {
			return false
		}
	}
	return true
}

// closingWords says that a text is one of the closings: without those of closingLine it
// is cheap enough to be asked of every piece.
func closingWords(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) && closings().begins[firstWord(lead.Fold(firstWord(s)))] && closings().whole[strings.Join(folded(s), " ")]
}

// closingFrom says that a text is closing words with the place that they come from:
// "Viele Grüße aus Leipzig".
func closingFrom(s string) bool {
	const most = 3 // words of a place
	if !closings().begins[firstWord(lead.Fold(firstWord(s)))] {
		return false
	}
	words := folded(s)
	for i := 1; i+1 < len(words); i++ {
		if oneOf(words[i], "aus from desde uit fra fran vanuit") && len(words)-i <= most+1 {
			return closings().whole[strings.Join(words[:i], " ")]
		}
	}
	return false
}

// phrases are texts of folded words, and the words with which they begin.
type phrases struct{ whole, begins map[string]bool }

// closings are closing words of mails beside those of closingLine, folded.
var closings = sync.OnceValue(func() phrases {
	out := phrases{map[string]bool{}, map[string]bool{}}
	for phrase := range strings.SplitSeq(`thx,thx and rgds,thx rgds,kind rgds,best rgds,rgds,tks,tks and rgds,tnx,tia,br,kr,wkr,namaste,aloha,vanakkam,namaskar,shabbat shalom,shalom,salaam,assalamu alaikum,mabuhay,sawasdee,jambo,karibu,mat beschte greiss,mat frendleche greiss,cofion gorau,thanking you,yours truly,yours in service,with best regards,thanks and regards,thanks regards,thanks best regards,thank you and regards,with thanks and regards,with regards,warm wishes,take care,respectfully,yours,all the best,talk soon,best wishes,with best wishes,kind wishes,many thanks and kind regards,rgds,brgds,
		regards,best regards,kind regards,warm regards,cheers,thanks,many thanks,sincerely,hilsen,mvh,lg,vg,mfg,freundliche grusse,viele grusse,liebe grusse,beste grusse,cordialement,bien cordialement,saludos,saluti,cordiali saluti,groeten,med vennlig hilsen,cumprimentos,
		best regards from,mit freundlichem gruss,mit sonnigen grussen,gruss,grusse,viele grusse aus,schone grusse,besten dank und freundliche grusse,herzlichst,ihr,ihre,servus,
		salutations distinguees,bien a vous,amicalement,bonne journee,bonne reception,respectueusement,avec mes salutations,un saludo,saludos cordiales,reciba un cordial saludo,quedo atento,quedo atenta,cordialmente,att,atte,att te,sds,abs,abracos,grato,obrigado,obrigada,cumps,
		cordiali saluti e buona giornata,un caro saluto,con i migliori saluti,a presto,hartelijke groet,met vriendelijke groet,gr,groetjes,vriendelijke groet en fijne dag,vanliga halsningar,med vanlig halsning,halsningar,med venlig hilsen,vennlig hilsen,de bedste hilsner,mange hilsner,dbh,vh,hilsener,
		terveisin,parhain terveisin,ystavallisin terveisin,terv,yst terv,med kvedju,bestu kvedjur,kvedja,kaer kvedja,lugupidamisega,parimate soovidega,tervitades,ar cienu,cienot,pagarbiai,linkejimai,su pagarba,
		pozdrawiam serdecznie,serdecznie pozdrawiam,z powazaniem,z wyrazami szacunku,pozdrawiam,s pozdravem,s pratelskym pozdravem,s uctou,s pozdravom,hezky den,z uctou,udvozlettel,tisztelettel,koszonettel,szep napot,cu stima,cu respect,cu drag,o zi buna,toate cele bune,
		s postovanjem,srdacan pozdrav,lijep pozdrav,pozdrav,lep pozdrav,lp,s spostovanjem,с уважением,с наилучшими пожеланиями,с уважение,поздрави,поздрави и приятен ден,з повагою,з найкращими побажаннями,с поштовањем,срдачан поздрав,με εκτιμηση,με φιλικους χαιρετισμους,φιλικα,ευχαριστω,
		saygilarimla,saygilarimizla,iyi calismalar,iyi gunler,sevgiler,tesekkurler,selamlar,tran trong,tran trong kinh chao,than ai,tran trong cam on,salam,salam hormat,salam hangat,hormat saya,hormat kami,terima kasih,yang benar,salamat,lubos na gumagalang,maraming salamat,
		le meas,le gach dea ghui,mise le meas,yn gywir,cofion,nga mihi,nga mihi nui,naku noa,kia ora,groete,vriendelike groete,beste groete,sala kakuhle,ngiyabonga,asante,asante sana,wako mwaminifu,amb els millors desitjos,salutacions,salutacions cordials,atentament,agur,agur bero bat,un saudo,saudos,
		敬具,よろしくお願いいたします,以上 よろしくお願いいたします,宜しくお願い致します,お世話になっております,此致,敬礼,敬禮,顺颂商祺,順頌商祺,祝好,谢谢,謝謝,감사합니다,감사드립니다,드림,올림,ขอแสดงความนับถือ,ด้วยความเคารพ,ขอบคุณครับ,ขอบคุณค่ะ,
		مع خالص التحية,مع التحية,مع أطيب التحيات,تحياتي,وتفضلوا بقبول فائق الاحترام,مع فائق الاحترام,شكرا,مع خالص الشكر والتقدير,مع الشكر,با احترام,با تشکر,בברכה,בתודה,תודה,בברכה ובתודה,בכבוד רב,שבוע טוב,धन्यवाद,सादर,भवदीय`, ",") {
		words := folded(phrase)
		out.whole[strings.Join(words, " ")], out.begins[words[0]] = true, true
	}
	return out
})

// opening says that a line is how a mail begins: its comma tells it from a name.
func opening(s string) bool {
	return greeting.MatchString(s) && strings.HasSuffix(strings.TrimRight(s, " "), ",")
}

// prose says that a line is a sentence: many words in lower case, or one that ends
// as sentences do.
func prose(s string) bool {
	const least, many = 6, 12
	if len(s) < least+least-1 || strings.ContainsAny(s, "|•·\t") {
		return false
	}
	words := strings.Fields(s)
	if len(words) < least {
		return false
	}
	small := 0
	for _, w := range words {
		if w == strings.ToLower(w) && strings.ContainsFunc(w, isWordRune) && !strings.ContainsAny(w, "@0123456789") && !strings.Contains(w, ".") {
			small++
		}
	}
	ends := strings.HasSuffix(strings.TrimSpace(s), ".") || strings.HasSuffix(strings.TrimSpace(s), "!") || strings.HasSuffix(strings.TrimSpace(s), "?")
	return small*2 > len(words) && (ends || len(words) >= many)
}
