package sandbox

import (
	"strings"

	"leadpad/lead"
)

// memberType is what a member's value must be.
type memberType uint8

const (
	boolean memberType = iota
	integer            // from min to max
	text               // at most max UTF-16 code units
	uuidText
	dateText
	texts   // an array of text
	objects // an array of objects of the schema of
)

// member is what is known of one member.
type member struct {
	slot     uint8 // two names of one member share it
	typ      memberType
	min, max int
	of       *schema
}

// schema holds the members of an object by their names in lower case. Members
// that are not in it are ignored, as the server does.
type schema struct{ members map[string]member }

// newSchema numbers the members; names that are joined by a space are names of
// one member.
func newSchema(members map[string]member) *schema {
	s := &schema{make(map[string]member, len(members))}
	slot := uint8(0)
	for names, m := range members {
		m.slot = slot
		for _, name := range strings.Fields(names) {
			s.members[name] = m
		}
		slot++
	}
	return s
}

// currentSchema is closingdealz.io/api's lead, with the names of both presets.
func currentSchema() *schema {
	email := newSchema(map[string]member{"address": {typ: text, max: lead.MaxEmail}})
	phone := newSchema(map[string]member{"number": {typ: text, max: lead.MaxPhone}})
	social := newSchema(map[string]member{
		"type": {typ: text, max: lead.MaxType},
		"url":  {typ: text, max: lead.MaxURL},
	})
	line := member{typ: text, max: lead.MaxAddress}
	address := newSchema(map[string]member{
		"street": line, "city": line, "state": line, "postalcode": line, "country": line,
	})
	person := func() map[string]member {
		return map[string]member{
			"name":                     {typ: text, max: lead.MaxName},
			"lastname":                 {typ: text, max: lead.MaxName},
			"industry":                 {typ: text, max: lead.MaxIndustry},
			"role":                     {typ: text, max: lead.MaxRole},
			"contactid":                {typ: uuidText},
			"email emails":             {typ: objects, of: email},
			"phonenumber phonenumbers": {typ: objects, of: phone},
			"socials":                  {typ: objects, of: social},
			"addresses":                {typ: objects, of: address},
			"notes":                    {typ: text, max: lead.LegacyMaxNotes},
		}
	}
	top := person()
	top["iscontact"] = member{typ: boolean}
	top["employeecount"] = member{typ: integer, min: lead.MinEmployees, max: lead.MaxEmployees}
	top["companyid"] = member{typ: uuidText}
	top["labels"] = member{typ: texts, max: lead.MaxLabel}
	top["contacts"] = member{typ: objects, of: newSchema(person())}
	return newSchema(top)
}

// legacySchema is closingdealz.gitbook.io's lead.
func legacySchema() *schema {
	link := member{typ: text, max: lead.MaxURL}
	contact := newSchema(map[string]member{
		"name":        {typ: text, max: lead.MaxName},
		"lastname":    {typ: text, max: lead.MaxName},
		"email":       {typ: text, max: lead.MaxEmail},
		"phonenumber": {typ: text, max: lead.MaxPhone},
		"address":     {typ: text, max: lead.LegacyMaxAddress},
		"role":        {typ: text, max: lead.LegacyMaxRole},
		"datecreated": {typ: dateText},
		"website":     link, "linkedin": link, "twitter": link, "facebook": link,
	})
	return newSchema(map[string]member{
		"company":       {typ: text, max: lead.MaxCompany},
		"contactperson": {typ: text, max: lead.LegacyMaxPerson},
		"jobtitle":      {typ: text, max: lead.LegacyMaxRole},
		"industry":      {typ: text, max: lead.MaxIndustry},
		"employeecount": {typ: integer, min: lead.LegacyMinEmployees, max: lead.MaxEmployees},
		"email":         {typ: text, max: lead.MaxEmail},
		"phonenumber":   {typ: text, max: lead.MaxPhone},
		"address":       {typ: text, max: lead.LegacyMaxAddress},
		"notes":         {typ: text, max: lead.LegacyMaxNotes},
		"labels":        {typ: texts, max: noLimit},
		"contacts":      {typ: objects, of: contact},
		"date":          {typ: dateText},
		"website":       link, "linkedin": link, "twitter": link, "facebook": link,
	})
}
