package intake

import (
	"slices"
	"strings"
	"unicode"

	"leadpad/lead"
)

// meaning is what a member of a lead or a contact stands for.
type meaning uint8

const (
	unknown      meaning = iota // goes to the notes
	housekeeping                // an id or a date of another program: named and left out
	name                        // of a company; of a person the first or the full name
	firstName
	lastName
	company       // a contact's company; without a person the lead's own name
	contactPerson // a person of the lead, by name or as an object
	jobTitle      // certainly a person's
	role
	title // a job title, or a form of address, or what a place is called
	industry
	emails
	phones
	social // of the network in word
	socials
	addresses
	addressPart // word tells which of several addresses it belongs to
	employees
	labels
	notes
	contacts
	isContact
	kind
	companyID
	contactID
)

// member is what a name means.
type member struct {
	meaning
	part lead.Part // of an address
	word string    // the network of a social, the kind of an address ("billing")
	key  string    // of the name
}

// oneOf says that word is one of words, which spaces separate.
func oneOf(word, words string) bool {
	for one := range strings.FieldsSeq(words) {
		if one == word {
			return true
		}
	}
	return false
}

// words takes a name apart at what is no letter, at capitals ("firstName") and
// before digits ("email2"), in lower case.
func words(name string) []string {
	var out []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			out = append(out, strings.ToLower(string(word)))
			word = word[:0]
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			end()
			continue
		}
		if i > 0 && BeginsWord(runes[i-1], r, runes[i+1:]) {
			end()
		}
		word = append(word, r)
	}
	end()
	return out
}

// BeginsWord says that r begins a word of a name written as programs do, between what
// stands before and behind it.
func BeginsWord(before, r rune, behind []rune) bool {
	if unicode.IsDigit(r) != unicode.IsDigit(before) {
		return true
	}
	if !unicode.IsUpper(r) {
		return false
	}
	// "firstName", "URLPath"
	return unicode.IsLower(before) || unicode.IsUpper(before) && len(behind) > 0 && unicode.IsLower(behind[0])
}

// key is a name without case, hyphens, underscores and spaces: names with equal
// keys are the same member.
func key(name string) string { return strings.Join(words(name), "") }

// meant says what a member of that name stands for: by the whole name, else by
// its last word when the words before it only say which one ("work_email").
func meant(name string) member {
	if strings.HasPrefix(name, "@") || strings.HasPrefix(name, "_") && oneOf(key(name), "links score index type typename") {
		return member{meaning: housekeeping} // OData, HAL, Elasticsearch, GraphQL
	}
	if m, ok := whole(key(name)); ok {
		return m
	}
	ws := words(name)
	for len(ws) > 1 && strings.Trim(ws[len(ws)-1], "0123456789") == "" {
		ws = ws[:len(ws)-1] // email2, phone_3
	}
	if len(ws) == 0 {
		return member{}
	}
	if m, ok := whole(strings.Join(ws, "")); ok {
		return m
	}
	if slices.ContainsFunc(ws, foreign) {
		return member{meaning: keptOrNot(ws)}
	}
	if m, ok := ofAddress(ws); ok {
		return m
	}
	if m, ok := ofNetwork(ws); ok {
		return m
	}
	if m, ok := byLastWord(ws); ok {
		return m
	}
	return member{meaning: keptOrNot(ws)}
}

// whole knows the names that mean something as they are: the API's two forms,
// our own export, and what HubSpot, Salesforce, Pipedrive and Apollo write.
func whole(key string) (member, bool) {
	for _, row := range []struct {
		meaning
		keys string
	}{
		{name, "name fullname displayname leadname"},
		{firstName, "firstname givenname forename fname"},
		{lastName, "lastname surname familyname lname"},
		{company, "company companyname accountname organization organisation organizations organisations organizationname organisationname org orgname orgid account employer business businessname"},
		{contactPerson, "contactperson contactname contact person personid personname primarycontact maincontact names"},
		{jobTitle, "jobtitle position jobposition occupation jobrole"},
		{role, "role"},
		{title, "title"},
		{industry, "industry industries sector primaryindustry"},
		{emails, "email emails mail mails emailaddress emailaddresses"},
		{phones, "phone phones phonenumber phonenumbers telephone telephones tel mobile cell cellphone msisdn mobilephone mobilenumber workphone homephone otherphone directphone businessphone officephone companyphone worknumber"},
		{socials, "socials social sociallinks socialprofiles socialmedia profiles links websites urls"},
		{addresses, "address addresses location locations postaladdress formattedaddress"},
		{employees, "employees employeecount numberofemployees noofemployees numemployees estimatednumemployees employeescount headcount companysize"},
		{labels, "labels label tags tag categories"},
		{notes, "notes note description comments comment remarks"},
		{contacts, "contacts people persons associatedcontacts"},
		{isContact, "iscontact"},
		{kind, "kind"},
		{companyID, "companyid"},
		{contactID, "contactid"},
	} {
		if oneOf(key, row.keys) {
			return member{meaning: row.meaning}, true
		}
	}
	if oneOf(key, bookkeeping) {
		return member{meaning: housekeeping}, true
	}
	return member{}, false
}

// bookkeeping are members of other programs that say nothing of the lead, and of
// the lists that they come in.
const bookkeeping = "id uuid guid leadid accountid userid recordid objectid vid attributes archived deleted isdeleted created updated modified createdate updatedate createddate lastmodifieddate " +
	"hslastmodifieddate hscreatedate systemmodstamp addtime updatetime datecreated datemodified etag rev v self href cursor checksum " +
	"paging pagination meta metadata additionaldata breadcrumbs success hasmore total totalsize done count"

// foreign words say that a value belongs to somebody or something else.
func foreign(word string) bool {
	return oneOf(word, "owner assistant asst manager creator createdby modifiedby referred referrer reports parent ultimate spouse deal previous "+
		"opt opted unsubscribed fax pager telex domainname status source confidence verified verification type kind format")
}

// keptOrNot tells what is kept in the notes from the ids and dates of another
// program.
func keptOrNot(ws []string) meaning {
	last, before := ws[len(ws)-1], strings.Join(ws[:len(ws)-1], "")
	switch {
	case oneOf(last, "id ids uuid guid etag href cursor"):
		return housekeeping
	case oneOf(last, "at date time on timestamp") && oneOf(before, "create created add added update updated modify modified lastmodified lastupdated delete deleted change changed lastchanged sync synced lastsynced hslastmodified"):
		return housekeeping
	}
	return unknown
}

// which are the words before a last one that only say which email, phone or
// address of several it is.
const which = "work business office job home personal private primary main secondary second tertiary other additional alternate alternative direct corporate " +
	"company organization organisation account contact person lead default first general hq headquarters head mailing billing shipping delivery postal visiting invoice legal physical hs raw full formatted"

// allWhich says that words, or the numbers between them, only say which.
func allWhich(ws []string) bool {
	return !slices.ContainsFunc(ws, func(w string) bool { return !digitsOnly(w) && !oneOf(w, which) })
}

// byLastWord reads email2, work_email, mobile_phone_number, company_phone.
func byLastWord(ws []string) (member, bool) {
	rest := strings.Join(ws, " ")
	for _, row := range []struct {
		meaning
		tails string
	}{
		{firstName, "first name,given name"},
		{lastName, "last name,surname,family name"},
		{emails, "e mail addresses,e mail address,email addresses,email address,mail address,e mails,e mail,emails,email,mail"},
		{phones, "phone numbers,phone number,telephone number,mobile number,cell number,mobile phone,cell phone,direct line,switchboard,phones,phone,telephone,mobile,cell,tel"},
		{addresses, "addresses,address,location"},
		{role, "job title,title,position,role"},
		{industry, "industry"},
		{notes, "notes,note,description"},
		{labels, "labels,tags"},
	} {
		for tail := range strings.SplitSeq(row.tails, ",") {
			before, ok := strings.CutSuffix(rest, tail)
			if ok && (before == "" || strings.HasSuffix(before, " ")) && allWhich(strings.Fields(before)) {
				if row.meaning == phones { // "work mobile phone"
					return member{meaning: phones}, true
				}
				return member{meaning: row.meaning, word: strings.TrimSpace(before)}, true
			}
		}
	}
	if fields := strings.Fields(rest); len(fields) > 1 && oneOf(fields[len(fields)-1], "phone number") && oneOf(fields[len(fields)-2], "mobile cell phone") {
		return byLastWord(fields[:len(fields)-1])
	}
	return member{}, false
}

// ofAddress reads the parts of an address, with or without the word for which of
// several it is: City, MailingStreet, billing_postal_code, address_country.
func ofAddress(ws []string) (member, bool) {
	rest := strings.Join(ws, " ")
	for _, row := range []struct {
		part  lead.Part
		tails string
	}{
		{lead.Street, "street address,street line,street,address line,address 1,road,route,line,address2"},
		{lead.City, "city,town,locality,village"},
		{lead.State, "state province,state region,state,province,region,county,admin area level 1,statecode,state code"},
		{lead.PostalCode, "postal code,post code,zip postal code,zip code,zipcode,postcode,postalcode,zip"},
		{lead.Country, "country or region,country region,country code,countrycode,country"},
	} {
		for tail := range strings.SplitSeq(row.tails, ",") {
			before, ok := strings.CutSuffix(rest, tail)
			if !ok || before != "" && !strings.HasSuffix(before, " ") {
				continue
			}
			fields := slices.DeleteFunc(strings.Fields(before), func(w string) bool { return w == "address" })
			if allWhich(fields) {
				return member{meaning: addressPart, part: row.part, word: strings.Join(fields, " ")}, true
			}
		}
	}
	return member{}, false
}

// networks are the words that name one in a member's name.
const networks = "linkedin twitter x facebook instagram github gitlab youtube xing tiktok whatsapp telegram threads mastodon bluesky pinterest vk skype"

// ofNetwork reads website, domain, linkedIn, linkedin_url, company_facebook_page.
func ofNetwork(ws []string) (member, bool) {
	joined := strings.Join(ws, " ")
	joined = strings.Replace(joined, "linked in", "linkedin", 1)
	joined = strings.Replace(joined, "you tube", "youtube", 1)
	joined = strings.Replace(joined, "git hub", "github", 1)
	joined = strings.Replace(joined, "face book", "facebook", 1)
	joined = strings.Replace(joined, "web site", "website", 1)
	joined = strings.Replace(joined, "home page", "homepage", 1)
	ws = strings.Fields(joined)
	if len(ws) == 1 { // twitterhandle
		for network := range strings.FieldsSeq(networks + " website") {
			if rest, ok := strings.CutPrefix(joined, network); ok && oneOf(rest, "url uri link page profile handle username companypage bio") {
				return member{meaning: social, word: strings.TrimSuffix(network, "website")}, true
			}
		}
	}
	tail := len(ws)
	for tail > 0 && oneOf(ws[tail-1], "url uri link page profile handle username account public contact company") {
		tail--
	}
	head := ws[:tail]
	if len(head) == 0 {
		return member{meaning: social}, oneOf(joined, "url uri link page profile")
	}
	before, last := head[:len(head)-1], head[len(head)-1]
	if oneOf(last, networks) && allWhich(before) {
		return member{meaning: social, word: last}, true
	}
	if oneOf(last, "website homepage domain web site webpage blog") && allWhich(before) {
		return member{meaning: social}, true
	}
	return member{}, false
}

// ofRow are the members of one email, phone, social or address in a list.
type ofRow uint8

const (
	rowUnknown ofRow = iota
	rowValue
	rowType
	rowOff // says which one comes first: the order does not say it, the name is told
)

// rowMember says what a member of that key stands for in a row of a list of f.
func rowMember(f meaning, key string) ofRow {
	values := ""
	switch f {
	case emails:
		values = "address email mail value emailaddress text"
	case phones:
		values = "number phone value phonenumber telephone mobile rawnumber sanitizednumber e164 text"
	case socials:
		values = "url link value href uri website profile profileurl address username handle text"
	case labels:
		values = "name value text label title"
	case notes:
		values = "content text body value note notes name description"
	}
	if oneOf(key, values) {
		return rowValue
	}
	if f != notes && f != labels && oneOf(key, "type label kind platform network name service provider category") {
		return rowType
	}
	if oneOf(key, "primary isprimary default isdefault preferred main") || oneOf(key, bookkeeping) {
		return rowOff
	}
	return rowUnknown
}
