package sandbox

import "strings"

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
	email := newSchema(map[string]member{"address": {typ: text, max: maxEmail}})
	phone := newSchema(map[string]member{"number": {typ: text, max: maxPhone}})
	social := newSchema(map[string]member{
		"type": {typ: text, max: maxName},
		"url":  {typ: text, max: maxLink},
	})
	line := member{typ: text, max: maxAddress}
	address := newSchema(map[string]member{
		"street": line, "city": line, "state": line, "postalcode": line, "country": line,
	})
	person := func() map[string]member {
		return map[string]member{
			"name":                     {typ: text, max: maxName},
			"lastname":                 {typ: text, max: maxName},
			"industry":                 {typ: text, max: maxName},
			"role":                     {typ: text, max: maxName},
			"contactid":                {typ: uuidText},
			"email emails":             {typ: objects, of: email},
			"phonenumber phonenumbers": {typ: objects, of: phone},
			"socials":                  {typ: objects, of: social},
			"addresses":                {typ: objects, of: address},
			"notes":                    {typ: text, max: maxNotes},
		}
	}
	lead := person()
	lead["iscontact"] = member{typ: boolean}
	lead["employeecount"] = member{typ: integer, min: minEmployees, max: maxEmployees}
	lead["companyid"] = member{typ: uuidText}
	lead["labels"] = member{typ: texts, max: maxLabel}
	lead["contacts"] = member{typ: objects, of: newSchema(person())}
	return newSchema(lead)
}

// legacySchema is closingdealz.gitbook.io's lead.
func legacySchema() *schema {
	link := member{typ: text, max: maxLink}
	contact := newSchema(map[string]member{
		"name":        {typ: text, max: maxName},
		"lastname":    {typ: text, max: maxName},
		"email":       {typ: text, max: maxEmail},
		"phonenumber": {typ: text, max: maxPhone},
		"address":     {typ: text, max: maxAddress},
		"role":        {typ: text, max: maxJob},
		"datecreated": {typ: dateText},
		"website":     link, "linkedin": link, "twitter": link, "facebook": link,
	})
	return newSchema(map[string]member{
		"company":       {typ: text, max: maxName},
		"contactperson": {typ: text, max: maxName},
		"jobtitle":      {typ: text, max: maxJob},
		"industry":      {typ: text, max: maxName},
		"employeecount": {typ: integer, min: 1, max: maxEmployees},
		"email":         {typ: text, max: maxEmail},
		"phonenumber":   {typ: text, max: maxPhone},
		"address":       {typ: text, max: maxAddress},
		"notes":         {typ: text, max: maxNotes},
		"labels":        {typ: texts, max: noLimit},
		"contacts":      {typ: objects, of: contact},
		"date":          {typ: dateText},
		"website":       link, "linkedin": link, "twitter": link, "facebook": link,
	})
}
