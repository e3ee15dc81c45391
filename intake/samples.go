package intake

import (
	"slices"

	"leadpad/lead"
)

// Samples are the demo's 12 leads: both kinds, several languages and scripts,
// with domains and, where a country keeps some, numbers that nobody has. Two of
// them have a problem to mend.
func Samples() []lead.Lead {
	return slices.Concat(sampleCompanies(), sampleAbroad(), sampleContacts())
}

// sampleCompanies are companies in Latin letters; the second and the third
// have the problems.
func sampleCompanies() []lead.Lead {
	return []lead.Lead{
		{
			Kind: lead.Company,
			Person: lead.Person{
				Name: "Northwind Analytics", Industry: "Software",
				Emails: []string{"sales@northwind.example", "billing@northwind.example"},
				Phones: []string{"(206) 555-0142"},
				Addresses: []lead.Address{{
					Street: "1420 5th Avenue", City: "Seattle", State: "WA", PostalCode: "98101", Country: "United States",
				}},
				Socials: []lead.Social{{URL: "https://northwind.example"}, {URL: "linkedin.com/company/northwind-example"}},
			},
			Employees: "240",
			Contacts: []lead.Person{
				{Name: "Grace", LastName: "Okafor", Role: "Head of Operations", Emails: []string{"grace@northwind.example"}},
				{Name: "Miguel", LastName: "Peña", Role: "Buyer", Phones: []string{"+1 206 555 0187"}},
			},
			Labels: []string{"inbound", "Q3"},
			Notes:  "Wants a pilot with two teams.\nCall after 10:00 Pacific.",
		},
		{
			Kind: lead.Company,
			Person: lead.Person{
				Name: "Müller & Söhne GmbH", Industry: "Mechanical engineering",
				Emails:    []string{"einkauf@mueller-soehne"},
				Phones:    []string{"030 23125 014"},
				Addresses: []lead.Address{{Street: "Köpenicker Straße 7", City: "Berlin", PostalCode: "10997", Country: "Germany"}},
			},
			Employees: "85",
			Contacts:  []lead.Person{{Name: "Jürgen", LastName: "Groß", Role: "Einkaufsleiter"}},
			Labels:    []string{"fair"},
			Notes:     "The card is smudged behind the @: ask for the domain.",
		},
		{
			Kind: lead.Company,
			Person: lead.Person{
				Name: "Ateliers Brûlé", Industry: "Furniture",
				Emails:    []string{"bonjour@ateliers-brule.example"},
				Phones:    []string{"01 99 00 12 34"},
				Addresses: []lead.Address{{Street: "18 rue de l’Église", City: "Paris", PostalCode: "75015", Country: "France"}},
			},
			Employees: "12k",
			Contacts:  []lead.Person{{Name: "Zoë", LastName: "Lefèvre", Role: "Gérante", Emails: []string{"zoe@ateliers-brule.example"}}},
			Labels:    []string{"trade fair", "furniture"},
		},
	}
}

// sampleAbroad are companies in other scripts, and one with an emoji.
func sampleAbroad() []lead.Lead {
	return []lead.Lead{
		{
			Kind: lead.Company,
			Person: lead.Person{
				Name: "株式会社サクラ商事", Industry: "卸売業",
				Emails:    []string{"info@sakura-shoji.example"},
				Phones:    []string{"03-5555-0123"},
				Addresses: []lead.Address{{Street: "丸の内1-9-1", City: "千代田区", State: "東京都", PostalCode: "100-0005", Country: "Japan"}},
			},
			Employees: "1200",
			Contacts:  []lead.Person{{Name: "美咲", LastName: "田中", Role: "営業部長", Emails: []string{"tanaka@sakura-shoji.example"}}},
			Labels:    []string{"partner"},
			Notes:     "資料は日本語で送ってください。",
		},
		{
			Kind: lead.Company,
			Person: lead.Person{
				Name: "شركة النور للتجارة", Industry: "تجارة",
				Emails:    []string{"info@alnoor.example"},
				Phones:    []string{"04 555 0123"},
				Addresses: []lead.Address{{Street: "شارع الشيخ زايد 21", City: "دبي", Country: "AE"}},
				Socials:   []lead.Social{{URL: "https://www.instagram.com/alnoor.example"}},
			},
			Employees: "60",
			Contacts:  []lead.Person{{Name: "ليلى", LastName: "الأحمد", Role: "مديرة المشتريات", Phones: []string{"+971 50 555 0123"}}},
			Labels:    []string{"Gulf"},
		},
		{
			Kind: lead.Company,
			Person: lead.Person{
				Name: "Happy Bean ☕ Roasters", Industry: "Food and drink",
				Emails:    []string{"hello@happybean.example"},
				Phones:    []string{"(02) 5550 1234"},
				Addresses: []lead.Address{{Street: "3/88 Crown Street", City: "Sydney", State: "NSW", PostalCode: "2010", Country: "Australia"}},
				Socials:   []lead.Social{{URL: "happybean.example"}, {URL: "https://x.com/happybean_example"}},
			},
			Employees: "14",
			Labels:    []string{"inbound", "hospitality"},
			Notes:     "Asked for a demo twice 🎉",
		},
		{
			Kind: lead.Company,
			Person: lead.Person{
				Name: "ООО «Северный Ветер»", Industry: "Логистика",
				Emails:    []string{"office@severny-veter.example"},
				Phones:    []string{"+7 727 355 01 23"},
				Addresses: []lead.Address{{Street: "пр. Абая 52", City: "Алматы", PostalCode: "050008", Country: "KAZ"}},
			},
			Employees: "310",
			Contacts:  []lead.Person{{Name: "Ольга", LastName: "Иванова", Role: "Директор", Emails: []string{"ivanova@severny-veter.example"}}},
			Labels:    []string{"logistics"},
		},
	}
}

// sampleContacts are contact leads.
func sampleContacts() []lead.Lead {
	return []lead.Lead{
		{
			Kind:    lead.Contact,
			Company: "Harbour & Finch Ltd",
			Person: lead.Person{
				Name: "Amelia", LastName: "Hughes", Role: "Procurement Manager", Industry: "Retail",
				Emails:    []string{"amelia.hughes@harbourfinch.example"},
				Phones:    []string{"020 7946 0321"},
				Addresses: []lead.Address{{Street: "12 Wharf Road", City: "London", PostalCode: "N1 7GR", Country: "UK"}},
				Socials:   []lead.Social{{URL: "https://www.linkedin.com/in/amelia-hughes-example"}},
			},
			Labels: []string{"warm"},
		},
		{
			Kind:    lead.Contact,
			Company: "Złota Oliwa",
			Person: lead.Person{
				Name: "Łukasz", LastName: "Żółkiewski", Role: "Kierownik zakupów", Industry: "Food and drink",
				Emails:    []string{"lukasz.zolkiewski@example.com"},
				Phones:    []string{"22 555 01 23"},
				Addresses: []lead.Address{{Street: "ul. Świętokrzyska 14", City: "Warszawa", PostalCode: "00-050", Country: "Poland"}},
			},
			Labels: []string{"cold"},
			Notes:  "Prefers mail. Dzień dobry goes a long way.",
		},
		{
			Kind:    lead.Contact,
			Company: "明德科技有限公司",
			Person: lead.Person{
				Name: "小明", LastName: "王", Role: "采购经理", Industry: "电子",
				Emails:    []string{"wang@mingde.example"},
				Phones:    []string{"+86 10 5555 0123"},
				Addresses: []lead.Address{{Street: "建国路88号", City: "北京", PostalCode: "100022", Country: "China"}},
			},
			Labels: []string{"partner", "electronics"},
		},
		{
			Kind:    lead.Contact,
			Company: "Tecidos Conceição",
			Person: lead.Person{
				Name: "João", LastName: "Conceição", Role: "Sócio", Industry: "Textiles",
				Emails:    []string{"joao@tecidos-conceicao.example"},
				Phones:    []string{"(11) 5555-0123"},
				Addresses: []lead.Address{{Street: "Rua Augusta 1508", City: "São Paulo", State: "SP", PostalCode: "01304-001", Country: "Brazil"}},
				Socials:   []lead.Social{{URL: "https://wa.me/551155550123"}},
			},
			Contacts: []lead.Person{{Name: "Inês", LastName: "Conceição", Role: "Sócia", Emails: []string{"ines@tecidos-conceicao.example"}}},
			Labels:   []string{"textiles"},
		},
		{
			Kind:    lead.Contact,
			Company: "Sunrise 🌅 Travel",
			Person: lead.Person{
				Name: "Priya", LastName: "शर्मा", Role: "Founder", Industry: "Travel",
				Emails:    []string{"priya@sunrise-travel.example"},
				Phones:    []string{"022 5555 0123"},
				Addresses: []lead.Address{{Street: "Linking Road 210", City: "Mumbai", State: "Maharashtra", PostalCode: "400050", Country: "India"}},
			},
			Labels: []string{"hot", "travel"},
			Notes:  "Met at the airport ✈️ – 👩🏽‍💻 works remotely on Fridays.",
		},
	}
}
