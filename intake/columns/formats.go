package columns

import "strings"

// Format is the program that a table comes from, by its columns; "" where none is
// known.
type Format string

// The programs whose tables have rules of their own.
const (
	Own           Format = "leadpad"
	VendorList    Format = "ClosingDealz extension, Apollo"
	VendorMaps    Format = "ClosingDealz extension, Google Maps"
	Google        Format = "Google Contacts"
	Outlook       Format = "Outlook"
	Thunderbird   Format = "Thunderbird"
	LinkedIn      Format = "LinkedIn"
	Salesforce    Format = "Salesforce"
	HubSpot       Format = "HubSpot"
	Pipedrive     Format = "Pipedrive"
	Apollo        Format = "Apollo"
	ZoomInfo      Format = "ZoomInfo"
	tellTaleLeast        = 3
)

// tellTales are columns that hardly any other program writes.
func tellTales(f Format) string {
	return map[Format]string{
		Own:         "reason,state,batch,id,kind,last name,contacts,company id,contact id",
		VendorList:  "name,quick actions,contact location,contact owner,keywords",
		Google:      "email 1 value,email 1 label,email 1 type,phone 1 value,phone 1 label,phone 1 type,organization 1 name,organization name,organization title,group membership,phonetic first name,additional name,file as,address 1 formatted",
		Outlook:     "business street,business city,business phone,business country region,home street,other street,email display name,email type,company main phone,web page,email 2 address",
		Thunderbird: "display name,screen name,primary email,secondary email,work zip code,home zip code,web page 1,custom 1,pager number",
		LinkedIn:    "first name,connected on,url,position",
		Salesforce:  "account owner,mailing street,mailing city,mailing country,lead owner,billing street,billing city,account name,lead source,number of employees,last modified date,lead id",
		HubSpot:     "record id,contact owner,company owner,lifecycle stage,company domain name,associated company,create date,last activity date,lead status",
		Apollo:      "company name for emails,email status,apollo contact id,apollo account id,person linkedin url,company linkedin url,seniority,technologies,email confidence,primary email source",
		ZoomInfo:    "zoom info contact id,zoom info company id,linkedin contact profile url,direct phone number,company hq phone,management level,job function",
	}[f]
}

// formatOf knows a program by its columns.
func formatOf(header []string) Format {
	has := map[string]bool{}
	entities := 0
	for _, name := range header {
		has[Key(name)] = true
		before, _, ok := strings.Cut(name, " - ")
		if ok && oneOf(strings.ToLower(strings.TrimSpace(before)), "person organization organisation lead deal") {
			entities++
		}
	}
	if has["reason"] && has["state"] && has["batch"] && has["id"] && has["kind"] && has["name"] {
		return Own
	}
	if has["title"] && has["company url"] && has["address"] && !has["name"] && !has["first name"] {
		return VendorMaps
	}
	if entities >= tellTaleLeast {
		return Pipedrive
	}
	for _, f := range []Format{VendorList, Google, Outlook, Thunderbird, Apollo, ZoomInfo, HubSpot, Salesforce, LinkedIn} {
		n := 0
		for tell := range strings.SplitSeq(tellTales(f), ",") {
			if has[tell] {
				n++
			}
		}
		if n >= tellTaleLeast && (f != LinkedIn || has["connected on"]) && (f != VendorList || has["quick actions"] || has["contact location"]) {
			return f
		}
	}
	return ""
}
