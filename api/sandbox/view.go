package sandbox

import (
	"bytes"
	"encoding/json"
	"strings"

	"leadpad/api"
)

// leadView is one lead as the page shows it: what the API knows of it, and
// apart from that what it ignored.
type leadView struct {
	Title, Kind, Clock, Request string
	Rows                        []rowView
	Contacts                    []leadView
	Ignored                     []string
	JSON                        string
}

// rowView is one member with its values.
type rowView struct {
	Label  string
	Values []string
}

// label is what a rep calls a member.
func label(name string) string {
	switch name {
	case "email", "emails":
		return "Email"
	case "phonenumber", "phonenumbers":
		return "Phone"
	case "address", "addresses":
		return "Address"
	case "employeecount":
		return "Employees"
	case "companyid":
		return "Company ID"
	case "contactid":
		return "Contact ID"
	case "contactperson":
		return "Contact person"
	case "jobtitle":
		return "Job title"
	case "lastname":
		return "Last name"
	case "linkedin":
		return "LinkedIn"
	case "iscontact":
		return "Is contact"
	case "datecreated":
		return "Date created"
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// Ignored names the members of a kept lead that the API does not know, by their
// paths; nil when it knows them all.
func (s *Server) Ignored(l Lead) []string { return s.dec.view(l).Ignored }

// view reads a kept lead for the page.
func (dec *decoder) view(l Lead) leadView {
	doc := new(document)
	sch, kindName := dec.legacy, "Lead"
	if l.Form == api.Current {
		sch, kindName = dec.current, "Company"
	}
	v := leadView{Kind: kindName, Clock: clock(l.Time), Request: l.Request[max(0, len(l.Request)-8):]}
	var pretty bytes.Buffer
	if json.Indent(&pretty, l.Raw, "", "  ") == nil {
		v.JSON = pretty.String()
	}
	// The lead was scanned when it came; in an array, paths read as in messages.
	if doc.scan(append(append([]byte{'['}, l.Raw...), ']')) != nil {
		return v
	}
	v.fill(doc, 1, sch)
	return v
}

// fill reads the members of the object at i.
func (v *leadView) fill(doc *document, i int, sch *schema) {
	var name [2]string
	for m := range doc.children(i) {
		key := string(bytes.ToLower(doc.key(m)))
		in, known := sch.members[key]
		switch k := doc.nodes[m].kind; {
		case !known:
			v.Ignored = append(v.Ignored, strings.TrimPrefix(doc.path(m), "leads[0]."))
		case k == kindNull:
		case key == "iscontact":
			if k == kindTrue {
				v.Kind = "Contact"
			}
		case key == "name" || key == "company":
			name[0] = doc.text(m)
		case key == "lastname":
			name[1] = doc.text(m)
		case key == "contacts":
			for c := range doc.children(m) {
				person := leadView{Kind: "Contact"}
				person.fill(doc, c, in.of)
				v.Contacts = append(v.Contacts, person)
				v.Ignored = append(v.Ignored, person.Ignored...)
			}
		default:
			if values := v.values(doc, m, in); len(values) > 0 {
				v.Rows = append(v.Rows, rowView{label(key), values})
			}
		}
	}
	v.Title = strings.TrimSpace(name[0] + " " + name[1])
}

// values gives a member's values as text, one for each item of an array.
func (v *leadView) values(doc *document, m int, in member) []string {
	var out []string
	switch in.typ {
	case texts:
		for item := range doc.children(m) {
			out = append(out, doc.text(item))
		}
	case objects:
		for item := range doc.children(m) {
			var parts []string
			for part := range doc.children(item) {
				switch _, known := in.of.members[string(bytes.ToLower(doc.key(part)))]; {
				case !known:
					v.Ignored = append(v.Ignored, strings.TrimPrefix(doc.path(part), "leads[0]."))
				case doc.nodes[part].kind == kindString:
					parts = append(parts, doc.text(part))
				}
			}
			out = append(out, strings.Join(parts, ", "))
		}
	case boolean, integer:
		out = append(out, string(doc.raw(m)))
	default:
		out = append(out, doc.text(m))
	}
	return out
}
