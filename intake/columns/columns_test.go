package columns_test

import (
	"strings"
	"testing"

	"leadpad/intake/columns"
)

// fieldsOf maps a header without looking at values.
func fieldsOf(header ...string) map[string]string {
	out := map[string]string{}
	for _, c := range columns.New(header, nil).Columns {
		out[c.Header] = c.Field.String()
	}
	return out
}

// Each name alone, in the languages of address books. What is none of ours stays
// unmapped: a wrong field is worse than none.
func TestNamesOfColumns(t *testing.T) {
	t.Parallel()
	for want, names := range map[string]string{
		"email": `E-mail Address|E-mail 2 Address|Email 3 Address|E-mail 1 - Value|Primary Email|Secondary Email|Tertiary Email|Work email|Additional email addresses|Person - Email - Work|Person - Email (Work)|EMAIL_ADDRESS|emailAddress
			|E-Mail-Adresse|E-Mail 2: Adresse|Primäre E-Mail-Adresse|Adresse de messagerie|Adresse électronique principale|Dirección de correo electrónico 2|Indirizzo E-mail 3|Endereço de E-mail|Adres e-mail|Ensisijainen sähköposti|Альтернативный адрес электронной почты|E-post|メールアドレス|Customer Email|Company Email|Ansprechpartner E-Mail`,
		"phone": `Business Phone|Business Phone 2|Company Main Phone|Mobile Phone|Other Phone|Car Phone|Phone 1 - Value|Person - Phone - Mobile|Work Direct Phone|Corporate Phone|First Phone|Direct Phone Number|Company HQ Phone|Mobile Number|Phone no.
			|Telefon geschäftlich 2|Mobil-Tel.-Nr.|Tel. dienstlich|Haupttelefon|Handynummer|Téléphone 2 (bureau)|Tél. mobile|Teléfono (Trabajo)|Telefono dell'Auto|Numero cellulare|Fone comercial|Telefon służbowy|Työpuhelin|Номер сотового телефона|Mobiltelefonnummer|携帯電話`,
		"first-name":  `First Name|Given Name|firstName|FIRST_NAME|Vorname|Prénom|Imię|Etunimi|Förnamn|Имя|Person - First name|Contact First Name`,
		"last-name":   `Last Name|Family Name|Nachname|Apellidos|Cognome|Último nome|Nazwisko|Sukunimi|Efternamn|Фамилия`,
		"middle-name": `Middle Name|Additional Name|Weitere Vornamen|Deuxième prénom|Drugie imię`,
		"name":        `Full Name|Display Name|Contact person|Contact Name|Person - Name|Ansprechpartner|Anzeigename|Nom à afficher|Nombre en pantalla|Отображаемое имя|Vorname Nachname|Company Contact`,
		"company":     `Company|Company / Account|Account Name|company_name|Firma:|Organization 1 - Name|Organization Name|Organization - Name|Person - Organization|Associated Company|Société|Razón social|Azienda|Empresa|Järjestö|Организация|Företag|会社名`,
		"role":        `Job Title|JobTitle|Position|Organization 1 - Title|Fonction|Puesto|Qualifica|Cargo|Stanowisko|Ammattinimi`,
		"street":      `Business Street|Home Street 2|Mailing Address Line1|Street Line 1|Street Address|Person Street|Company Street Address|Straße geschäftlich|Weitere Straße|Rue (bureau)|Calle del trabajo|Via Altro|Rua comercial|Ulica (dom)|Organization - Address - Street/road name of Address`,
		"city":        `City|Home City|Mailing City|Company City|Ort geschäftlich|Weiterer Ort|Ville (bureau)|Ciudad de trabajo|Città di lavoro|Cidade comercial|Miasto (biuro)|Kotikaupunki|Город (раб.)|Organization - Address - City/town/village/locality of Address`,
		"state":       `State/Province|Mailing State|State/Region|Company State|Bundesland/Kanton privat|Dép/Région (bureau)|Provincia di lavoro|Estado comercial|Województwo (biuro)|Kodin lääni|Штат`,
		"postal-code": `Mailing Zip/Postal Code|Home ZipCode|PostalCode|Company Zip Code|PLZ|Postleitzahl geschäftlich|Code postal (bureau)|Código postal del trabajo|CAP di lavoro|CEP de casa|Kod pocztowy (dom)|Kodin postinumero|Почтовый индекс (раб.)|Postnummer`,
		"country":     `Country|Business Country/Region|Country/Region|Mailing Country|Land/Region geschäftlich|Pays/Région (bureau)|País o región del trabajo|Nazione di lavoro|País de casa|Kraj/region (biuro)|Työpaikan maa|Страна (раб.)`,
		"address":     `Contact Location|Company Address|Organization - Address|Address 1 - Formatted|Privat: Adresse|Indirizzo di casa|住所`,
		"website":     `Website|Web Page|Website URL|Company Url|URL|Web Page 1|Webseite 2|Page Web|Página web 1|Verkkosivu 1|Веб-страница|Website 1 - Value`,
		"social":      `LinkedIn|Person Linkedin Url|Company Linkedin Url|Facebook Url|Twitter|LinkedIn Contact Profile URL|Person - LinkedIn Page`,
		"employees":   `Employees|# Employees|No. Of Employees|Number of Employees|NumberOfEmployees|Mitarbeiterzahl|Company Size`,
		"labels":      `Categories|Labels|Group Membership|Person - Label(s)|Tags|Lists|Kategorien|Catégories|Categorías`,
		"notes":       `Notes|Description|Comments|Notizen|Muistiinpanot|Заметки|Anteckning`,
		"industry":    `Industry|Primary Industry|Branche|Secteur d'activité`,
		"keep": `Assistant's Phone|Assistant's Name|Telefon Assistent|Téléphone de l'assistant(e)|Asst. Phone|Manager's Name|Spouse|Children|Business Fax|Home Fax|Fax geschäftlich|Fax-Nummer|Télécopie (bureau)|Telex|TTY/TDD Phone|Pager|Pager Number
			|E-mail Type|E-mail Display Name|E-mail 1 - Label|E-mail 1 - Type|Phone 1 - Label|Contact Owner|Account Owner|Lead Owner|Lead Owner Alias|Reports To|Email Opt Out|Do Not Call|Unsubscribed from all email|Person - Double opt-in|Birthdate|Created Date|Created By
			|Account Site|Lead ID|Record ID|OwnerId|Id|Parent Account|Associated Company IDs|Associated Company IDs (Primary)|Company owner|Person - Owner|Person - ID|Person - Pipedrive System ID|Person - Marketing status|Lead - Title|Deal - Title|Company Name for Emails
			|Email Status|Primary Email Source|Email Confidence|Primary Email Catch-all Status|Primary Email Last Verified At|Secondary Email Status|Apollo Contact Id|ZoomInfo Company ID|Email Domain|Previous Company Name|Anrede|Salutation|Lead Source|Lead Status|Keywords|Seniority
			|Account Number|Company Number|Phone Extension|Company Type|Email sent|Number of emails|Mobile App|Connected On|Region|Land geschäftlich|Emergency Contact Phone|Referred By Email|Faksin numero|Quick Actions|Custom 1|Web Technologies|IP Address|Country Code`,
	} {
		for name := range strings.SplitSeq(names, "|") {
			name = strings.TrimSpace(name)
			if got := fieldsOf(name)[name]; got != want {
				t.Errorf("%s: %s, want %s", name, got, want)
			}
		}
	}
}

// What a name means depends on the columns beside it, and on what stands in them.
func TestColumnsBesideEachOther(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, table, want string }{
		{"a title beside a job", "First Name,Title,Job Title\nAnna,Dr.,CEO", "first-name,keep,role"},
		{"a title alone", "First Name,Last Name,Title\nAnna,Roe,CEO", "first-name,last-name,role"},
		{"a title of address", "First Name,Last Name,Title\nAnna,Roe,Mrs.\nJohn,Doe,Dr.", "first-name,last-name,keep"},
		{"name and first name", "Name,Vorname,Firma\nRoe,Anna,Acme", "last-name,first-name,company"},
		{"whole name and first name", "Name,Vorname\nAnna Roe,Anna\nJohn Doe,John", "name,first-name"},
		{"nom et prénom", "Nom,Prénom,Société\nDupont,Anne,Acme", "last-name,first-name,company"},
		{"nom du contact", "Société,Nom du contact,Prénom du contact,CP\nAcme,Dupont,Anne,75002", "company,last-name,first-name,postal-code"},
		{"first and last", "Org,Contact First,Contact Last,First Phone\nAcme,Ann,Lee,+49 30 901820", "company,first-name,last-name,phone"},
		{"nombre y apellidos", "Nombre,Apellidos\nAna,García", "first-name,last-name"},
		{"a company's name", "Name,Email,Website\nAcme GmbH,info@acme.example,acme.example\nHooli,mail@hooli.example,hooli.example", "company,email,website"},
		{"a person's name", "Name,Email\nAnna Roe,anna.roe@acme.example\nJohn Doe,j.doe@hooli.example", "name,email"},
		{"a name beside a company", "Name,Company\nAnna Roe,Acme", "name,company"},
		{"contact beside company", "Company,Contact,Phone\nAcme,Anna Roe,+49 30 901820", "company,name,phone"},
		{"contact that is a number", "Company,Contact\nAcme,+49 30 901820", "company,keep"},
		{"German Outlook, real", "Ort geschäftlich,Region geschäftlich,Land/Region geschäftlich\nBerlin,Berlin,Deutschland\nGraz,Steiermark,Österreich", "city,state,country"},
		{"German Outlook, turned", "Ort geschäftlich,Region geschäftlich,Land geschäftlich\nMünchen,Deutschland,Bayern\nGraz,Österreich,Steiermark", "city,country,state"},
		{"Land", "Firma,Ort,Land\nAcme,Berlin,DE", "company,city,country"},
		{"Land that is a state", "Firma,Ort,Land\nAcme,Graz,Steiermark\nHooli,Linz,Oberösterreich", "company,city,state"},
		{"Spanish map, turned", "Ciudad de trabajo,Provincia o estado de trabajo,País o región del trabajo\nMadrid,España,Comunidad de Madrid", "city,country,state"},
		{"sales regions", "Company,Region\nAcme,EMEA\nHooli,DACH", "company,keep"},
		{"a lead's state", "Name,Email,State\nAcme GmbH,info@acme.example,new", "company,email,keep"},
		{"address beside city", "Firma,Adresse,PLZ,Ort\nAcme,Hauptstr. 1,10115,Berlin", "company,street,postal-code,city"},
		{"emails in the phone", "Company,Phone\nAcme,a@b.example", "company,keep"},
		{"no emails in the email", "Company,Email\nAcme,yes", "company,keep"},
		{"a column without a name", "Company,\nAcme,a@acme.example\nHooli,b@hooli.example", "company,email"},
		{"numbers without a name", "Company,\nAcme,4711001\nHooli,4711002", "company,keep"},
		{"maps", "Title,Phone,Industry,Address,Company Url\nAcme,+49 30 901820,Bakery,Hauptstr. 1,acme.example", "company,phone,industry,address,website"},
		{"ids that are none of ours", "Company,Company ID\nAcme,12", "company,keep"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var rows [][]string
			for l := range strings.SplitSeq(c.table, "\n") {
				rows = append(rows, strings.Split(l, ","))
			}
			var s columns.Sample
			for _, cells := range rows[1:] {
				s.Add(cells)
			}
			var got []string
			for _, col := range columns.New(rows[0], &s).Columns {
				got = append(got, col.Field.String())
			}
			if is := strings.Join(got, ","); is != c.want {
				t.Errorf("got %s, want %s", is, c.want)
			}
		})
	}
}

// The header stands somewhere in the first lines.
func TestFindHeader(t *testing.T) {
	t.Parallel()
	for table, want := range map[string]int{
		"Name,Email\nA,a@b.example":                                     0,
		"Notes:\nWhen exporting your data\n\nFirst Name,Last Name,URL":  3,
		"As of 2026-10-02\n\nLead Owner,Company,Email\nx,y,z@b.example": 2,
		"Email\na@b.example":                                            0,
		"Acme,info@acme.example,+49 30":                                 -1,
		"Jane,Doe\nJohn,Roe":                                            -1,
	} {
		var rows [][]string
		for l := range strings.SplitSeq(table, "\n") {
			rows = append(rows, strings.Split(l, ","))
		}
		if got := columns.FindHeader(rows); got != want {
			t.Errorf("%q: %d, want %d", table, got, want)
		}
	}
}
