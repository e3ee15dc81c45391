package paste

import (
	"strings"
	"sync"

	"leadpad/safe/lazyregexp"
)

// The words by which streets and parts of buildings are told, in the languages of the
// addresses that OpenCage's address-formatting lists, and their abbreviations without
// dots.
var (
	streetWords = newWordList(`street st road rd avenue ave lane ln drive dr boulevard blvd bd court ct square sq way place pl parkway pkwy highway hwy terrace close crescent row quay broadway plaza
		circle mews gardens wharf embankment expressway turnpike trail loop strasse straße str allee platz weg ring am im zum rue allée chemin impasse cours faubourg route zone za zi parc
		calle avda av avenida paseo pº pza carrer carrera cra camino ctra carretera polígono poligono ronda travesía via viale piazza corso largo vicolo strada rua r travessa praça praca alameda estrada rodovia rod
		laan straat plein kade gracht singel gatan vägen plan torg vej gade allé stræde gata vei plass katu tie ul ulica al aleja utca út tér ulice náměstí ulitsa iela gatve tänav mnt pr cesta
		улица ул вулиця вул проспект просп пл бул булевард шоссе пер наб λεωφόρος λεωφ οδός mah mahallesi sk cadde cad caddesi sokak sok bulvarı lorong lebuh moo soi thanon ถนน ซอย đường phố
		شارع طريق רחוב רח' שדרות דרך boul loc località plot lot lote phase chome marg nagar sector jalan jl floor suite ste unit rynek plac aleja osiedle`)
	buildingWords = newWordList(`floor suite ste unit building bldg tower house room apt apartment level etage og stock aufgang gebäude haus batiment bâtiment bât immeuble tour edificio edifício edif ed torre piso planta local
		oficina of sala andar conj palazzo scala piano interno toren gebouw verdieping hus våning etg block wing office bureau centre center park campus district estate col colonia bairro centro depto`)
	streetEnds = newWordList(`street st road rd avenue ave lane boulevard blvd drive highway way terrace crescent quay esplanade parade close square mawatha marg mews gade straße strasse gatan vägen katu tie gata vei veg utca út
		iela gatve gatvė tänav mnt cesta ulica улица вулиця проспект шоссе caddesi cad sokak sokağı sok bulvarı dori 통 로 길 通り`)
)

// streetParts are the ends of words that are streets, streetHeads what stands before
// the name of one, with its dots.
func streetParts() []string {
	return []string{
		"strasse", "straße", "strase", "platz", "weg", "allee", "gasse", "ring", "damm", "ufer", "chaussee", "steig", "markt", "graben", "hof", "berg", "gatan", "vägen", "gränd", "torget", "vej", "gade", "stræde",
		"plads", "gata", "gate", "veien", "vegen", "straat", "laan", "plein", "kade", "gracht", "singel", "dijk", "katu", "tie", "kuja", "utca",
	}
}

func streetHeads() []string {
	return []string{
		"rue", "calle", "via", "viale", "piazza", "piazzale", "corso", "largo", "avenida", "avenue", "av", "av.", "avda", "avda.", "rua", "r.", "travessa", "praça", "alameda", "estrada", "rodovia", "rod.", "plaza",
		"paseo", "carrera", "cra", "cra.", "camino", "ctra", "ctra.", "carretera", "cours", "boul", "boul.", "faubourg", "fbg", "esplanade", "promenade", "passage", "montée", "sentier", "voie", "ruelle", "stryd", "heol", "ffordd", "sráid", "bóthar", "rynek", "plac", "aleja", "aleje", "osiedle", "avinguda", "carrer", "boulevard", "bd", "bd.", "blvd", "blvd.", "bulevar", "bulevarul", "chemin", "route", "place", "allée", "impasse", "quai",
		"za", "zi", "zac", "zone industrielle", "zone artisanale", "zone d'activités", "zona industrial", "zona industriale", "parc d'activités", "parque industrial", "parque empresarial", "polígono", "poligono",
		"polígono industrial", "pol. ind.", "pol. industrial", "loc.", "località", "fraz.", "contrada", "strada", "str.", "ulica", "ul.", "ulice", "улица", "ул.", "вулиця", "вул.", "проспект", "просп.", "пр.", "пр-т", "пл.",
		"площадь", "площа", "бул.", "булевард", "бульвар", "шоссе", "пер.", "наб.", "λεωφόρος", "λεωφ.", "οδός", "rruga", "triq", "jalan", "jl", "jl.", "lorong", "lebuh", "thanon", "ถนน", "ซอย", "đường", "phố", "hala",
		"làlana", "lalana", "shara", "sharia", "شارع", "طريق", "جادة", "خیابان", "רחוב", "רח'", "שדרות", "דרך", "preah", "simpang", "hauptstrasse", "straße", "am", "an der",
	}
}

// streetPhrases are streets' words that tokens do not hold.
func streetPhrases() []string {
	return []string{"an der ", "auf der ", "unter den ", "c/", "v.le ", "p.za ", "c.so ", "z.i."}
}

// hasStreet says that one of a text's words is a street's.
func hasStreet(s string) bool {
	return streetWords.hasAny(tokens(s)) || containsAny(strings.ToLower(s), streetPhrases())
}

// hasStreetPart says that one of a text's words ends as streets do: "Hafenstraße",
// "Industriestr.".
func hasStreetPart(s string) bool {
	lower := strings.ToLower(s)
	for _, w := range tokens(s) {
		if endsWith(w, streetParts()) {
			return true
		}
	}
	if i := strings.Index(lower, "str."); i > 0 && lower[i-1] != ' ' {
		return true
	}
	if i := strings.Index(lower, "u."); i > 0 && lower[i-1] != ' ' && (i+2 == len(lower) || lower[i+2] == ' ') {
		return true
	}
	return containsAny(lower, []string{"-chome", "-ku", "-dori"}) || koreanStreet.MatchString(lower)
}

// koreanStreet are the ends of streets and of parts of towns in Korea.
var koreanStreet = lazyregexp.New(`\p{L}-(?:ro|gil|daero|gu|dong|eup|myeon)(?:$|[\s,\d])`)

// isNamedStreet says that a text begins with a street's word before its name.
func isNamedStreet(s string) bool {
	s = strings.ToLower(s)
	return s != "" && beginsWith(s, headsByByte()[s[0]])
}

// headsByByte are streetHeads by their first byte.
var headsByByte = sync.OnceValue(func() map[byte][]string {
	return byByte(func(head string) byte { return head[0] }, streetHeads())
})

// endsInStreet says that the last of several words is a street's.
func endsInStreet(s string) bool {
	words := strings.Fields(strings.ToLower(s))
	return len(words) > 1 && streetEnds.has(strings.TrimSuffix(words[len(words)-1], "."))
}

// upstairs is a floor and the door on it, as Spain and Portugal write them: "3º Izda.".
var upstairs = lazyregexp.New(`^\d{1,2}\s?[ºª°](?:\s|$)`)

// isBuilding says that a text has a word for a part of a building.
func isBuilding(s string) bool {
	if !ascii(s) && upstairs.MatchString(s) {
		return true
	}
	for w := range strings.FieldsSeq(strings.ToLower(s)) {
		if i := strings.IndexAny(w, "0123456789.,/#-"); i > 0 {
			w = w[:i]
		}
		if buildingWords.has(w) {
			return true
		}
	}
	rest, ok := strings.CutPrefix(s, "#")
	return ok && strings.IndexAny(strings.TrimLeft(rest, " "), "0123456789") == 0
}

// hasDigit says that a text has a digit.
func hasDigit(s string) bool {
	return strings.ContainsAny(s, "0123456789") || !ascii(s) && strings.ContainsFunc(s, isDigit)
}
