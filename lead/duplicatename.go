package lead

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"leadpad/safe/lazyregexp"
)

// contactKey is a person's name, in any order of its parts, with the company:
// namesakes work at other ones. A first name alone finds everybody.
func contactKey(p Person, company string) string {
	const titles = " dr prof dipl ing mag mr mrs ms mx herr frau sir dame mba phd msc bsc "
	words := slices.DeleteFunc(strings.Fields(Fold(p.FullName())), func(w string) bool { return strings.Contains(titles, " "+w+" ") })
	if len(words) < 2 {
		return ""
	}
	for i, w := range words {
		words[i] = respell(w)
	}
	slices.Sort(words)
	key := strings.Join(words, " ")
	if company = companyKey(company); company != "" {
		key += " at " + company
	}
	return key
}

// respell writes as one what the Latin alphabet writes in two ways: Müller and
// Mueller, Ørsted and Oersted, Åkerlund and Aakerlund, Đorđević and Djordjevic.
func respell(folded string) string {
	return respeller.Replace(folded)
}

var respeller = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u", "aa", "a", "dj", "d")

// companyKey is a company's name without its legal form, its country in
// parentheses, words for "and", spaces and accents: "Müller & Co. KG" and
// "Mueller" are one, "3 M" and "3M", but "C.A." is not "CA".
func companyKey(name string) string {
	if isASCII(name) {
		return companyKeyOf(strings.ToLower(name))
	}
	name = strings.ToLower(norm.NFKC.String(strings.Map(func(r rune) rune {
		if strings.ContainsRune("™®©℠", r) {
			return -1
		}
		return r
	}, name)))
	for _, form := range []string{"株式会社", "有限会社", "合同会社", "股份有限公司", "有限责任公司", "有限公司", "주식회사", "유한회사", "(株)", "(有)", "(주)", "(유)"} {
		name = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(name), form), form))
	}
	return companyKeyOf(name)
}

// companyKeyOf is the key of a name in lower case, without what only other scripts
// write.
func companyKeyOf(name string) string {
	words := companyWords(name)
	for {
		rest := withoutForm(words)
		if len(rest) == len(words) {
			break
		}
		words = rest
	}
	kept := slices.DeleteFunc(slices.Clone(words), isAnd)
	if len(kept) == 0 {
		kept = words
	}
	for i, w := range kept {
		if len(kept) > 1 { // "J.P. Morgan" is "JP Morgan"
			w = strings.ReplaceAll(w, ".", "")
		}
		if i < len(kept)-1 && (w == "st" || w == "sankt" || w == "sint") {
			w = "saint"
		}
		kept[i] = w
	}
	return respell(strings.Join(kept, ""))
}

// companyWords are the folded words of a name in lower case. An acronym keeps
// its dots.
func companyWords(name string) []string {
	if strings.Contains(name, "(") {
		name = parenthesised.ReplaceAllStringFunc(name, func(s string) string {
			if _, known := country(strings.Trim(s, "() ")); known {
				return " "
			}
			return s
		})
	}
	var words []string
	for _, word := range strings.FieldsFunc(name, dividesWords) {
		if strings.Contains(word, ".") && acronym.MatchString(word) {
			words = append(words, strings.TrimSuffix(word, "."))
			continue
		}
		words = append(words, strings.Fields(Fold(word))...)
	}
	return words
}

func dividesWords(r rune) bool { return unicode.IsSpace(r) || r == ',' }

var (
	parenthesised = lazyregexp.New(`\([^()]*\)`)
	acronym       = lazyregexp.New(`^\pL(?:\.\pL\pM*)+\.?$`)
)

// withoutForm cuts a legal form, of up to five words, from the end of a name, or
// one that stands before it. It leaves at least one word.
func withoutForm(words []string) []string {
	const longest = 5
	for n := min(longest, len(words)-1); n > 0; n-- {
		form := Fold(strings.Join(words[len(words)-n:], ""))
		if legalForms()[form] {
			return words[:len(words)-n]
		}
	}
	if n := len(words); n > 1 && isAnd(words[n-1]) {
		return words[:n-1]
	}
	if len(words) > 1 && formsBefore()[Fold(words[0])] {
		return words[1:]
	}
	return words
}

func isAnd(word string) bool {
	switch word {
	case "and", "und", "u", "et", "og", "och", "i", "y", "e", "en", "ja", "и", "та":
		return true
	}
	return false
}

// What companies are in law, folded and without spaces (ISO 20275's list of legal
// forms, and what stands with them), and what of it stands before a name.
var (
	legalForms = wordSet(`
		inc incorporated ltd limited llc llp lllp lp plc corp corporation co company pc pa pllc ulc unlimited cic pltd privatelimited pvt pvtltd pty ptyltd
		pte pteltd bhd berhad sdn sdnbhd tbk nl gmbh mbh ggmbh gesellschaftmitbeschrankterhaftung aktiengesellschaft kommanditgesellschaft eu keg
		genossenschaft ig igr gesellschaft gesellschaftmbh gesmbh ug haftungsbeschrankt ughaftungsbeschrankt ag kg kgaa ohg og gbr ev ek ekfr ekfm eg ewiv
		stiftung partg partgmbb mbb partnerschaft inhaber inh sa sau sagl cie societeanonyme societearesponsabilitelimitee societaperazioni
		societaaresponsabilitalimitata sociedadlimitada sas sasu sarl sàrl rl sc sci scop snc scs sca eurl selarl selas gie scp asbl sprl bvba cvba vzw srlu
		sl slu sll srl srls spa sapa scarl scrl ss scoop sociedadanonima sadecv derl derlcv dercv srldecv sderldecv sapi sapidecv sab sac eirl ca cia ltda lda
		unipessoal eireli epp me sgps bv nv beslotenvennootschap naamlozevennootschap aktiebolag publ aktieselskab aktieselskap anpartsselskab osakeyhtio se
		vof cv maatschap as asa ans da aps is ks ps ab hb kb ekfor oy oyj oyab ky tmi ry ehf hf ohf ou oü mtu sia uab mb ij ik spolka spolkaakcyjna
		wlikwidacji spzoo spoo zoo sp spk spj sk ska sro spolsro vos kft bt nyrt zrt rt kkt doo dooel dd jdoo ad ead eood ood et sd kd αε επε ικε οε εε ae epe
		ike oe ee mepe sti ltdsti anonimsirketi limitedsirketi tic san ticaret sanayi sanayiveticaret ооо оао ао пао зао тоо ип чп тов прат фоп оод еоод ад дд
		доо jsc pjsc cjsc ojsc fze fzco fzc fzllc wll bsc saoc saog sae sal kk gk yk kabushikikaisha 株 有 주 유 group gruppe groupe grupo gruppo holding holdings
		sderl sderlmi sabde gmbhcokg gmbhcokgaa gmbhcoohg ugcokg agcokg gesbr soccoop societacooperativa commv scomm sce eeig dac clg ltee limitee
		publiclimited jointstock dmcc qsc ksc slne slp aie sicav saic sanve persero perseroanterbatas tnhh congtytnhh sociedadderesponsabilidadlimitada
		offenehandelsgesellschaft impresaindividuale spolecnostsrucenimomezenym akciovaspolecnost spolkazograniczonaodpowiedzialnoscia akcinebendrove
		uzdarojiakcinebendrove zartkorunmukodoreszvenytarsasag nyilvanosanmukodoreszvenytarsasag korlatoltfelelossegutarsasag
		drustvosogranicenomodgovornoscu ат
	`)
	//nolint:misspell // stichting is Dutch
	formsBefore = wordSet(`
		the pt cv ud sc uab ets etablissements stichting ooo oao ao zao pao ооо оао ао пао зао тоо ип тов прат фоп 株 有 주 유 firma fa
	`)
)
