package ui

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/exp/golden"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
)

// sizes are three: the small terminal, the large one, and the least.
func sizes() [][2]int { return [][2]int{{80, 24}, {120, 40}, {60, 15}} }

// full is a lead with something in every field.
func full() lead.Lead {
	return lead.Lead{
		Kind: lead.Company,
		Person: lead.Person{
			Name: "Northwind Traders", Industry: "Logistics", Role: "Head office",
			Emails: []string{"info@northwind.example", "sales@northwind"}, Phones: []string{"+1 555 204 7789"},
			Socials:   []lead.Social{{URL: "linkedin.com/company/northwind"}, {URL: "northwind.example", Type: "Shop"}},
			Addresses: []lead.Address{{Street: "12 Harbor St", City: "Boston", State: "MA", PostalCode: "02110", Country: "US"}},
		},
		Employees: "12k", Labels: []string{"expo-berlin", "vip"},
		Contacts: []lead.Person{
			{Name: "Jane", LastName: "Doe", Role: "Head of Operations", Emails: []string{"jane.doe@northwind.example"}},
			{Name: "山田", LastName: "太郎", Role: "Purchasing", Phones: []string{"+81 3-1234-5678"}},
		},
		Notes: "Met at booth 12. Wants pricing for 40 seats before December.\nCall in January.",
	}
}

// put saves a lead for the test and gives its id.
func (r *rig) put(l lead.Lead, state queue.State) kit.ID {
	r.t.Helper()
	e := queue.Entry{Workspace: r.workspace.Name, Lead: l, State: state, Finished: true, Problems: r.workspace.Encoding().Check(l)}
	e, err := r.workspace.Queue.Save(context.Background(), e)
	check(r.t, err)
	r.settle()
	return e.ID
}

// compositions are Compose's states.
func compositions() map[string]func(*rig) {
	return map[string]func(*rig){
		"empty": func(*rig) {},
		"few": func(r *rig) {
			r.text("山田商事株式会社").keys("tab", "tab").text("sales@yamada").keys("tab")
			r.after(2 * time.Second)
		},
		"full": func(r *rig) {
			r.program.Send(kit.EditLead{ID: r.put(full(), queue.Draft)})
			r.settle()
		},
		"person": func(r *rig) {
			r.program.Send(kit.EditLead{ID: r.put(full(), queue.Draft)})
			r.settle()
			r.keys("pgup", "pgup") // from the first problem
			r.keys("pgdown", "pgdown", "pgdown", "pgdown", "pgdown", "pgdown", "pgdown", "pgdown", "tab")
		},
		"contact": func(r *rig) {
			r.keys("ctrl+t").text("Jane").keys("tab").text("Doe").keys("tab").text("CFO").keys("tab").text("Hooli")
			r.after(2 * time.Second)
		},
		"unfinished": func(r *rig) {
			r.text("One").keys("f3", "n").text("Two").keys("f3", "n").text("Three")
			r.after(2 * time.Second)
		},
		"long name": func(r *rig) {
			r.program.Send(kit.EditLead{ID: r.put(lead.Lead{Person: lead.Person{Name: strings.Repeat("山田商事", 12)}}, queue.Ready)})
			r.settle()
		},
		"payload": func(r *rig) {
			r.text("Northwind")
			r.after(time.Second)
			r.keys("f6")
		},
		"error": func(r *rig) {
			check(r.t, r.workspace.Queue.SetQuota(context.Background(), 1))
			r.text("Acme").keys("tab")
			r.program.Send(tea.PasteMsg{Content: strings.Repeat("x", 9000)})
			r.after(4 * time.Second)
			r.keys("home")
		},
		"palette": func(r *rig) { r.keys("ctrl+p").text("dup") },
		"help":    func(r *rig) { r.keys("f1") },
	}
}

func TestComposeLooks(t *testing.T) {
	t.Parallel()
	for name, do := range compositions() {
		for _, s := range sizes() {
			t.Run(fmt.Sprintf("%s/%dx%d", name, s[0], s[1]), func(t *testing.T) {
				path := ""
				if name == "error" {
					path = filepath.Join(t.TempDir(), "data", "queue.db")
				}
				runOn(t, path, s[0], s[1], func(r *rig) {
					do(r)
					r.fits(s[0], s[1])
					golden.RequireEqual(t, []byte(r.screen()))
				})
			})
		}
	}
}

// TestColours keeps the colours of every screen, dark, light and none.
func TestColours(t *testing.T) {
	t.Parallel()
	screens := map[string]string{"compose": "f2", "drafts": "f3", "send": "f4", "history": "f5"}
	for screen, key := range screens {
		for _, mode := range []string{"dark", "light", "none"} {
			t.Run(screen+"/"+mode, func(t *testing.T) {
				run(t, 80, 24, func(r *rig) {
					switch mode {
					case "light":
						r.program.Send(tea.BackgroundColorMsg{Color: white{}})
					case "none":
						r.program.Send(tea.ColorProfileMsg{Profile: colorprofile.Ascii})
					}
					r.put(full(), queue.Draft)
					r.text("Acme").keys("ctrl+s", "f3", "S")
					r.after(time.Second)
					r.keys("enter")
					r.after(8 * time.Second)
					r.keys("f2")
					compositions()["few"](r)
					r.keys(key)
					r.after(time.Second)
					golden.RequireEqual(t, r.colours(mode))
				})
			})
		}
	}
}

// colours are the frame's bytes as a terminal of the mode's profile gets them.
func (r *rig) colours(mode string) []byte {
	var out bytes.Buffer
	w := colorprofile.Writer{Forward: &out, Profile: colorprofile.TrueColor}
	if mode == "none" {
		w.Profile = colorprofile.Ascii
	}
	_, err := w.WriteString(r.frame().Content)
	check(r.t, err)
	return out.Bytes()
}

type white struct{}

func (white) RGBA() (r, g, b, a uint32) { return 0xffff, 0xffff, 0xffff, 0xffff }
