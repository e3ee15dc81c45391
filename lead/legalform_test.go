package lead

import "testing"

func TestHasLegalForm(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"Acme GmbH": true, "Acme, Inc.": true, "Bianchi Vini S.r.l.": true, "Polskie Okna Sp. z o.o.": true, "Fjord Energi AS": true,
		"Müller & Co. KG": true, "ООО Ромашка": true, "PT Maju Jaya": true, "Strojírny Brno, a.s.": true,
		"Jane Doe": false, "the same": false, "The Shop": false, "GmbH": false, "send it as is": false, "Rock and Roll and": false, "": false,
	} {
		if got := HasLegalForm(name); got != want {
			t.Errorf("HasLegalForm(%q) is %v", name, got)
		}
	}
}
