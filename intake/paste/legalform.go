package paste

import (
	"strings"

	"leadpad/lead"
	"leadpad/safe/lazyregexp"
)

// legalPart is the part of a piece that ends in a legal form or begins with one.
func legalPart(p piece) piece {
	none := piece{p.line, p.from, p.from}
	if q, ok := p.oneScript(); ok {
		return q
	}
	apart := false // ", Inc." belongs to what stands before it
	for _, a := range p.commas() {
		apart = apart || formAlone(a.String())
	}
	for _, q := range parts(p) {
		if !apart && len(q.commas()) == 1 && legal(q.String()) && !strings.Contains(q.String(), ": ") {
			if i := strings.Index(p.String(), ", "+q.String()); i > 0 && len(strings.Fields(q.String())) == 1 {
				continue
			}
			return q.withPartners(p).behindWords().withoutPost()
		}
	}
	atoms := p.commas()
	for i := range atoms { // "Acme, Inc.", "Müller, Schmidt & Co. KG"
		for k := i + 1; k <= len(atoms); k++ {
			if q := join(atoms[i:k]); k < len(atoms) && legal(q.String()) && formAlone(atoms[k].String()) {
				continue
			}
			q := join(atoms[i:k])
			if legal(q.String()) && !roleWord(atoms[i].String()) && !strings.ContainsAny(atoms[i].String(), "0123456789") {
				return q.withPartners(p).behindWords().withoutPost()
			}
		}
	}
	if legal(p.String()) {
		return p.behindWords().withoutPost()
	}
	return none
}

// firmWord is what a sentence puts before a company: "im Auftrag der Firma".
var firmWord = lazyregexp.New(`^.*\s(?:(?:der|die|bei|von|Fa\.) Firma|de la société|de la empresa|della ditta|da empresa)\s`)

// behindWords is a company without the small words by which a sentence comes to it:
// "works at Acme Inc.".
func (p piece) behindWords() piece {
	s := p.String()
	if at := firmWord.FindStringIndex(s); len(at) > 1 && legal(s[at[1]:]) {
		return p.sub(at[1], len(s))
	}
	from := 0
	for w := range strings.FieldsSeq(s) {
		if capitals(w) > 0 || farScript(w) || hasDigit(w) || !strings.ContainsFunc(w, isWordRune) || particle(w) && !oneOf(w, "de da do") {
			break
		}
		from += strings.Index(s[from:], w) + len(w)
	}
	if q := p.sub(from, len(s)); from > 0 && legal(q.String()) && capitals(firstWord(q.String())) > 0 {
		return q
	}
	return p
}

// oneScript is the company of a piece that has it in Latin letters, and then in those
// of East Asia: "Pearl Logistics Co., Ltd. 珠江物流有限公司".
func (p piece) oneScript() (piece, bool) {
	s := p.String()
	if !farScript(s) || !eastern(s) {
		return p, false
	}
	i := strings.IndexFunc(s, unspaced)
	if i < 1 || s[i-1] != ' ' || strings.ContainsFunc(s[i:], latin) {
		return p, false
	}
	q := legalPart(p.sub(0, i))
	return q, q.from < q.to
}

// withPartners is a company with the names before it that only commas part from it, as
// partners have them: "Ames, Stone & Partners LLP".
func (p piece) withPartners(of piece) piece {
	first, _, ok := strings.Cut(p.String(), " & ")
	if !ok || strings.Contains(first, " ") || p.from == of.from {
		return p
	}
	for _, a := range (piece{p.line, of.from, p.from}).commas() {
		s := a.String()
		if strings.Contains(s, " ") || hasDigit(s) || !townlike(s) || roleWord(s) || fieldWord(s) || columnOf(s) != noColumn {
			return p
		}
	}
	p.from = of.from
	return p
}

// gluedPost is what stands behind a company without a space: "苏州恒通有限公司采购经理".
var gluedPost = lazyregexp.New(`^(\p{Han}{2,}(?:有限公司|股份公司|公司))(\p{Han}{2,8})$`)

// withoutPost is a company of East Asia without the words beside it that say in which
// part of it somebody works, and as what: "株式会社サクラ 営業部 部長".
func (p piece) withoutPost() piece {
	words := strings.Fields(p.String())
	if !eastern(p.String()) {
		return p
	}
	if at := gluedPost.FindStringSubmatchIndex(p.String()); len(at) > 5 && roleWord(p.String()[at[4]:at[5]]) {
		return p.sub(at[2], at[3])
	}
	if len(words) < 2 {
		return p
	}
	post := func(w string) bool {
		return farScript(w) && (roleWord(w) || easternPart.MatchString(w)) && !easternForm.MatchString(w)
	}
	from, to := 0, len(words)
	for to > from+1 && post(words[to-1]) {
		to--
	}
	for from < to-1 && post(words[from]) {
		from++
	}
	if from == 0 && to == len(words) || !legal(strings.Join(words[from:to], " ")) {
		return p
	}
	s := p.String()
	begin := strings.Index(s, words[from])
	end := len(s)
	for _, w := range words[to:] {
		end = min(end, strings.LastIndex(s, w))
	}
	return p.sub(begin, end)
}

// formAlone says that a text is a legal form without a name.
func formAlone(s string) bool {
	for w := range strings.FieldsSeq(s) {
		if !lead.HasLegalForm("Xyzzy "+w) && !oneOf(w, "de & y e and und SCCL P.C. PC") {
			return false
		}
	}
	return true
}

// easternForm are legal forms that are written without a space before the name.
var easternForm = lazyregexp.New(`株式会社|有限会社|合同会社|合資会社|一般社団法人|財団法人|医療法人|学校法人|有限公司|股份公司|有限责任公司|集团|集團|事务所|事務所|商行|商店|工厂|大学|大學|医院|醫院|\p{Han}{3,}(?:厂|廠|店|馆|館|社)$|銀行|银行|酒店|飯店|주식회사|유한회사|\(주\)|（주）|㈜|㈱|（株）|\(株\)|대학교|병원|은행|บริษัท|จำกัด|หจก\.|ห้างหุ้นส่วน|โรงแรม|โรงพยาบาล|มหาวิทยาลัย`)

// formBefore are legal forms that stand before a name (ISO 20275), as written.
var formBefore = newWordList(`SARL SAS SASU EURL SCI SNC SCP SELARL ASBL VZW UAB SIA AB MB VšĮ OÜ AS PT CV UD TB ООО ОАО ЗАО ПАО АО ИП ТОО ТОВ ПП ФОП ПрАТ ТзОВ ЕТ SC SA Firma Fa. PPHU PHU FHU
	شركة مؤسسة مجموعة شرکت חברת קבוצת CÔNG TNHH`)

// wordsBefore are such forms of two words, and what stands behind a name with quotes in it.
var wordsBefore = lazyregexp.New(`(?i)^(?:công ty|cty|nhà hàng|khách sạn|cửa hàng|tiệm|quán|siêu thị|doanh nghiệp|chi nhánh|tập đoàn|société|association|compagnie|ditta|impresa)\s|(?:בע["״]מ|ע["״]ר|ש\.מ\.م|ذ\.م\.م\.?|م\.م\.ح)$`)

// family are the words by which families name their companies, behind an "and".
var family = lazyregexp.New(`(?i)(?:&|\bund|\band|\bet|\by|\be|\bi|\bog|\boch|\ben)\s+(?:söhne|sohn|sons?|söner|sønner|fils|figli[oa]?|hijos|filhos?|zonen|synowie|synové|fiai|co\.?|cie\.?|partners?|partner|associ[ée]s|associates|associati|asociados|associados|compan(?:y|ies)|collègues|hermanos|fratelli|brothers|oğulları)\.?$`)

// legal says that a text is a company by its form and nothing else.
func legal(s string) bool {
	const longest = 90
	if len(s) > longest || strings.ContainsAny(s, "@:→➜➔") || registered(s) || prose(s) {
		return false
	}
	words := strings.Fields(s)
	if farScript(s) && easternForm.MatchString(s) {
		return true
	}
	if len(words) > 1 && (formBefore.has(words[0]) || wordsBefore.MatchString(s)) && !roleWord(strings.Join(words[1:], " ")) {
		return true
	}
	if n := len(words); n > 2 && oneOf(strings.ToLower(words[n-2]), "& "+ands) && family.MatchString(s) {
		return true
	}
	if lower := strings.ToLower(s); len(words) > 1 && (strings.HasSuffix(lower, " bpk") || strings.HasSuffix(lower, " (edms) bpk.")) {
		return true // Afrikaans
	}
	if len(words) > 1 && oneOf(lastOf(words), "inc. ltée ltee limitée enr. hf. hf ehf. ehf ohf. ohf slhf. slhf") { // Québec, Iceland
		return true
	}
	if !lead.HasLegalForm(s) {
		return false
	}
	last := strings.Trim(lastOf(words), ".,()")
	if roleWord(s) && oneOf(strings.ToLower(last), "group gruppe groupe grupo gruppo holding holdings co company me is as da se sa ca") {
		return false
	}
	return !oneOf(strings.ToLower(last), "ma me is da ad se en cv et la do") || last == strings.ToUpper(last) && len(words) > 1
}
