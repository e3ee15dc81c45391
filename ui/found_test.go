package ui

import (
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"

	"leadpad/lead"
	"leadpad/queue"
)

// signature is what a rep copies out of a mail.
const signature = `Jane Doe
Head of Operations
Northwind Traders GmbH
Logistics · Berlin, Hamburg
Hafenstraße 12, 10117 Berlin
T  +49 30 901820
F  +49 30 901829
M  +49 171 5550123
jane.doe@northwind.example
linkedin.com/in/janedoe
HRB 12345 Berlin
`

// pastes into the focused field.
func (r *rig) paste(text string) *rig {
	r.program.Send(tea.PasteMsg{Content: text})
	r.settle()
	return r
}

// findings are states of the Found panel and of the quick line.
func findings() map[string]func(*rig) {
	return map[string]func(*rig){
		"signature": func(r *rig) {
			r.put(lead.Lead{Person: lead.Person{Name: "Northwind Traders", Emails: []string{"info@northwind.example"}}}, queue.Ready)
			r.paste(signature)
			r.keys("down", "down", "down", "down", "down")
		},
		"keeps": func(r *rig) {
			r.text("Northwind").keys("tab").text("Transport").keys("tab", "tab").paste(signature)
			r.keys("space", "space", "right", "down", "down", "right")
		},
		"several": func(r *rig) {
			r.paste("Jane Doe <jane.doe@hooli.example>\nJohn Roe <john@acme.example>\nmax@bolt.example\nYamada Taro <taro@yamada.example>\ninfo@initech.example\n")
			r.keys("down", "space")
		},
		"disclaimer": func(r *rig) {
			r.paste("This e-mail is confidential and privileged.\nIf you are not the intended recipient, delete it.\nThank you.\n")
		},
		"filled": func(r *rig) {
			r.paste(signature).keys("enter")
			r.after(2 * time.Second)
		},
		"quick": func(r *rig) {
			r.keys("ctrl+o").text("Jane Doe; Hooli GmbH; jane@hooli.example; Berlin")
			r.after(time.Second)
		},
		"quick empty": func(r *rig) { r.paste(signature).keys("esc", "ctrl+o") },
	}
}

func TestFoundLooks(t *testing.T) {
	t.Parallel()
	for name, do := range findings() {
		for _, s := range [][2]int{{80, 24}, {100, 30}, {120, 35}, {60, 15}} {
			t.Run(fmt.Sprintf("%s/%dx%d", name, s[0], s[1]), func(t *testing.T) {
				run(t, s[0], s[1], func(r *rig) {
					do(r)
					r.fits(s[0], s[1])
					golden.RequireEqual(t, []byte(r.screen()))
				})
			})
		}
	}
}
