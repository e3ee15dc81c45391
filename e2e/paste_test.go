//go:build unix

package e2e

import (
	"encoding/json"
	"testing"
)

// A signature is a lead in one paste and two keys: what was found is shown, Enter
// fills the form, Ctrl+S makes it Ready with each value on its field.
func TestAPastedSignatureIsALead(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := m.form()
	x.Paste("Jane Doe\r\nHead of Operations\r\nNorthwind Traders GmbH\r\nLogistics · Berlin, Hamburg\r\nHafenstraße 12, 10117 Berlin\r\n" +
		"T  +49 30 901820\r\nF  +49 30 901829\r\nM  +49 171 5550123\r\njane.doe@northwind.example\r\nlinkedin.com/in/janedoe\r\nHRB 12345 Berlin\r\n")
	x.Wait("11 lines, pasted into Name", "8 found · 3 left over")
	x.WaitLine("Contact", "Jane Doe", "as in jane.doe@")
	x.WaitLine("F  +49 30 901829", "fax → notes")
	x.Key("enter")
	x.Wait("8 filled · 3 to the notes")
	x.WaitLine("Name", "Northwind Traders GmbH")
	x.Key("ctrl+s")
	x.Wait("saved · Northwind Traders GmbH is Ready", "1 ready")

	var listed []struct {
		State string `json:"state"`
		Lead  struct {
			Name     string   `json:"name"`
			Phones   []string `json:"phones"`
			Notes    string   `json:"notes"`
			Contacts []struct {
				Name     string   `json:"name"`
				LastName string   `json:"lastName"`
				Role     string   `json:"role"`
				Emails   []string `json:"emails"`
				Phones   []string `json:"phones"`
			} `json:"contacts"`
		} `json:"lead"`
	}
	out := m.run("list", "--json").out
	if err := json.Unmarshal([]byte(out), &listed); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	if len(listed) != 1 || listed[0].State != "ready" || len(listed[0].Lead.Contacts) != 1 {
		t.Fatalf("got %s", out)
	}
	l := listed[0].Lead
	c := l.Contacts[0]
	if l.Name != "Northwind Traders GmbH" || len(l.Phones) != 1 || l.Notes != "Logistics · Berlin, Hamburg\nF  +49 30 901829\nHRB 12345 Berlin" {
		t.Errorf("the company is %+v", l)
	}
	if c.Name != "Jane" || c.LastName != "Doe" || c.Role != "Head of Operations" || len(c.Emails) != 1 || len(c.Phones) != 1 {
		t.Errorf("the person is %+v", c)
	}
}
