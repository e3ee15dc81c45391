package paste

import (
	"strings"

	"leadpad/lead"
	"leadpad/safe/lazyregexp"
)

// legalPart is the part of a piece that ends in a legal form or begins with one.
func legalPart(p piece) piece {
	none := piece{p.line, p.from, p.from}
	apart := false // ", Inc." belongs to what stands before it
	for _, a := range p.commas() {
		apart = apart || formAlone(a.String())
	}
	for _, q := range parts(p) {
		if !apart && len(q.commas()) == 1 && legal(q.String()) && !strings.Contains(q.String(), ": ") {
			if i := strings.Index(p.String(), ", "+q.String()); i > 0 && len(strings.Fields(q.String())) == 1 {
				continue
			}
			return q
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
				return q
			}
		}
	}
	if legal(p.String()) {
		return p
	}
	return none
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
	if !lead.HasLegalForm(s) {
		return false
	}
	last := strings.Trim(lastOf(words), ".,()")
	if roleWord(s) && oneOf(strings.ToLower(last), "group gruppe groupe grupo gruppo holding holdings co company me is as da se sa ca") {
		return false
	}
	return !oneOf(strings.ToLower(last), "ma me is da ad se en cv et la do") || last == strings.ToUpper(last) && len(words) > 1
}
