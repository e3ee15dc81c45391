package paste_test

import (
	"slices"
	"strings"
	"testing"

	"leadpad/intake/paste"
)

// finds are small texts and the values of one field that they hold, with "; " between
// them.
func finds(t *testing.T, field string, texts map[string]string) {
	t.Helper()
	for text, want := range texts {
		var got []string
		leads := paste.Read(text, paste.Options{})
		for _, one := range leads {
			got = append(got, fieldsOf(one.Lead)[field]...)
		}
		slices.Sort(got)
		wants := strings.Split(want, "; ")
		slices.Sort(wants)
		if want == "" {
			wants = nil
		}
		if !slices.Equal(got, wants) {
			t.Errorf("%s of %q is %q, want %q", field, text, got, wants)
		}
		everyWord(t, text, text, leads)
	}
}

func TestPhones(t *testing.T) {
	t.Parallel()
	finds(t, "phone", map[string]string{
		// the label of the first number is that of the next ones in its line
		"Jane Doe\nHead of Sales\nCell: 94430 21177, 98652 21177\njane@acme.example":       "94430 21177; 98652 21177",
		"Jane Doe\nPh: 080-2663 1187 / 2663 1188\njane@acme.example":                       "080-2663 1187; 2663 1188",
		"Jane Doe\nFax: 030 1234567, 030 1234568\njane@acme.example":                       "",
		"Jane Doe\nTel 030 1234567, 10115 Berlin\njane@acme.example":                       "030 1234567",
		"Jane Doe\nTel +1 (860) 555-0144 or (860) 555-0145\njane@acme.example":             "(860) 555-0145; +1 (860) 555-0144",
		"Jane Doe\nT: +82 2-573-8800 (ext. 214)\njane@acme.example":                        "+82 2-573-8800 (ext. 214)",
		"Jane Doe\nFone: (54) 3229-4410 - Ramal 17\njane@acme.example":                     "(54) 3229-4410 - Ramal 17",
		"Jane Doe\nTel: 01 8901234 Kl. 12\njane@acme.example":                              "01 8901234 Kl. 12",
		"Jane Doe\nTeléfono de contacto: 943 21 88 04\njane@acme.example":                  "943 21 88 04",
		"Jane Doe\nYour direct telephone number: 943 21 88 04\njane@acme.example":          "943 21 88 04",
		"Jane Doe\nTelef.: 234 610 882 (rede fixa nacional)\njane@acme.example":            "234 610 882",
		"Jane Doe\nHead of Sales | Acme Foods\n07700 900 418\njane@acmefoods.co.uk":        "07700 900 418", // of a range that is not given out
		"Jane Doe\n(503)555-0127\njane@acme.example":                                       "(503)555-0127",
		"Jane Doe\nLic#PL-77120\n(503)555-0127\njane@acme.example":                         "(503)555-0127",
		"Jane Doe\nTel 01666 496 0144 / Emergencies 01666 496 0145\njane@acme.co.uk":       "01666 496 0144; 01666 496 0145",
		"Jane Doe\n(+221) 33 832 44 18 – 77 441 20 80\njane@acme.example":                  "(+221) 33 832 44 18; 77 441 20 80",
		"Jane Doe\nAcme LLC\n828 555 0119 fax 828 555 0120\njane@acme.example":             "828 555 0119",
		"Acme LLC\nCall or text (608) 555-0142\njane@acme.example":                         "(608) 555-0142",
		"Callum\tDrummond\tDrummond Roofing Ltd\tcallum@acme.co.uk\t07700 900124":          "07700 900124",
		"Jane Doe\nTEL:0256-39-0123\njane@acme.example":                                    "0256-39-0123", // no date
		"Jane Doe\nTel 2026-11-03\njane@acme.example":                                      "",
		"Jane Doe\nFor appointments: 020 - 2390 1234\njane@acme.example":                   "020 - 2390 1234",
		"Padaria Dourada\nJoinville/SC 89237-000\n47 3390-1234 | zap 47 99901-2345":        "47 3390-1234; 47 99901-2345",
		"Société;Nom;Prénom;Tél fixe;Portable;Fax\nAcme SAS;Doe;Jane;0297441820;0688;0297": "0297441820; 0688",
	})
}
