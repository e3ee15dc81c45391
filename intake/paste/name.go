package paste

import (
	"strings"
	"unicode"

	"leadpad/lead"
)

// human is a text that can be a person's name: its words, and what stands before and
// behind them.
type human struct {
	words  []piece
	titles []piece
	called []piece // in parentheses or quotes: what people say, pronouns, titles
}

// person reads a text as a name: two to five words in capitals, with the small words
// that names have, none of which says something else. Titles stand apart.
func person(p piece) (human, bool) {
	h := readHuman(p)
	return h, h.shape() && h.nothingElse() && scripts(p) == nil
}

// readHuman divides a text into the words of a name and its titles.
func readHuman(p piece) human {
	var h human
	s := p.String()
	words, called := nameWords(p)
	h.called = called
	for n := proxy(words); n > 0; n = 0 {
		h.titles, words = append(h.titles, words[:n]...), words[n:]
	}
	for len(words) > 2 && eastern(words[0].String()) && (roleWord(words[0].String()) || easternPart.MatchString(words[0].String())) {
		words = words[1:] // "主任 鈴木 美咲"
	}
	if title, rest, ok := gluedTitle(words); ok {
		h.titles, words = append(h.titles, title), append([]piece{rest}, words[1:]...)
	}
	for len(words) > 0 && !initials(words) && !(strings.Count(words[0].String(), ".") > 2 && (len(words) < 3 || particle(words[1].String()))) && (isTitle(words[0].String(), titlesBefore) || len(words) > 2 && abbreviated(words[0].String())) {
		h.titles = append(h.titles, words[0])
		words = words[1:]
	}
	var behind []piece
	for len(words) > 1 && (isTitle(lastOf(words).String(), titlesBehind) && suffixLike(s, lastOf(words), p, words) || besideTitle(words, s, p) || len(words) > 2 && (lettersBehind(lastOf(words).String()) || noVowel(lastOf(words).String()) && !allCaps(words) || afterComma(s, p, words) || len(behind) > 0 && inCapitals(lastOf(words).String()) && !allCaps(words))) {
		behind = append([]piece{lastOf(words)}, behind...)
		words = words[:len(words)-1]
	}
	h.titles = append(h.titles, behind...)
	h.words = words
	return h
}

const particles = ` v.d. v/d dela delos arap wa ole ould عبد أبو ابو آل ابن بن i lo ap ab ferch verch degli dalla dal dell' delle dello della' op aus auf freifrau freiherr graf gräfin baron baronin prinz prinzessin edler ritter san binti bte bn ó ní nic mac abdel abdul abu bint von van de der den del della di da do dos das du des la le los las bin ibn al el ter ten te zu zur vom und y e af av zum op 't d' st. in o' ben `

// shape says that the words look like a name's.
func (h human) shape() bool {
	const most = 6
	if len(h.words) == 0 || len(h.words) > most {
		return false
	}
	big := 0
	for _, w := range h.words {
		s := w.String()
		if strings.ContainsAny(s, "0123456789@&:+_#%!?=<>[]{}\"™®©") || strings.HasSuffix(s, ".") && len([]rune(s)) > 4 {
			return false
		}
		first := []rune(s)[0]
		switch {
		case particle(s):
		case unicode.IsUpper(first), unicode.Is(unicode.Lo, first):
			big++
		case strings.HasPrefix(s, "d'") || strings.HasPrefix(s, "d’"):
		default:
			return false
		}
	}
	for i := 1; i < len(h.words); i++ {
		if s := h.words[i].String(); particle(s) && s == strings.ToLower(s) && i+2 < len(h.words) && strings.Contains(h.between(i-1), ",") {
			return false // "Jane Doe, de Lanas del Este"
		}
	}
	if s := h.words[0].String(); oneOf(s, "di by in aus zu zum zur und i e y op om") {
		return false
	}
	return big > 0
}

// nothingElse says that no word of the name is one of roles, companies or addresses.
func (h human) nothingElse() bool {
	text := h.String()
	for i, w := range h.words {
		if s := w.String(); i > 0 && len(s) > len("M.") && strings.Contains(s, ".") && isTitle(s, titlesBefore) {
			return false // "Ordination Dr. Doe"
		}
	}
	if len(h.words) == 0 || oneOf(h.words[0].String(), "The Der Die Das Les Los Las Our Your Unser Unsere Notre Nuestro About Contact Meet") {
		return false
	}
	if closingWords(h.words[0].String()) && len(h.words[0].String()) > len("Mvh.") {
		return false // "Hilsen Kari Moe"
	}
	if closingFrom(text) {
		return false
	}
	return !partOfHouse(text) && (oneInitial(h.words[0]) || !isNamedStreet(text)) && columnOf(text) == noColumn && !roleWord(text) && !companyWord(text) && !fieldWord(text) && !noNames.hasAny(folded(text)) && !lead.HasLegalForm(text) && !registered(text)
}

// noNames are words of badges, slogans and signs that no name has.
var noNames = newWordList(`free quotes quote welcome willkommen bienvenue bienvenidos benvenuti information zentrale familie licensed insured bonded opening hours offnungszeiten visitor exhibitor attendee besucher aussteller exposant visiteur visitante expositor espositore visitatore
	alle kassen quality qualitat since seit depuis desde dal wholesale retail import export impressum imprint kontakt contacts contatti contactos legal notice mentions legales aviso`)

func (h human) String() string {
	var words []string
	for _, w := range h.words {
		words = append(words, w.String())
	}
	return strings.Join(words, " ")
}
