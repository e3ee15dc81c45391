package paste_test

import "testing"

func TestNames(t *testing.T) {
	t.Parallel()
	finds(t, "name", map[string]string{
		// what people are called by is no part of the name
		"Robert (Bob) Fenwick\nSales Manager\nbob.fenwick@acme.example":       "Robert|Fenwick",
		"Ana \"Nita\" Soto Gil\nGerente\nana.soto@acme.example":               "Ana|Soto Gil",
		"Kerstin Vogt (Vertrieb Innendienst)\nAcme GmbH\nk.vogt@acme.example": "Kerstin|Vogt",
		"Alex Poe (they/them)\nDesigner\nalex@acme.example":                   "Alex|Poe",
		// letters behind it that no list knows
		"Iain Fraser-Munro FRSGS CEng\nChair\ni.fraser-munro@acme.example":          "Iain|Fraser-Munro",
		"Hendrik du Plessis Pr.Eng\nSuperintendent\nhendrik.duplessis@acme.example": "Hendrik|du Plessis",
		"Yuliana Ospina M.\nEjecutiva\nyospina@acme.example":                        "Yuliana|Ospina M.",
		"Kayla Thorn, MSN, FNP-C\nNurse Practitioner\nkthorn@acme.example":          "Kayla|Thorn",
		// titles
		"Ordination Dr.in Eva Hofer-Lind\n8010 Graz\nordination@hofer-lind.example":                  "Eva|Hofer-Lind",
		"Rhys ap Gwilym\nDevelopment Officer\nrhys@acme.example":                                     "Rhys|ap Gwilym",
		"CA Venkatesh Rao\nPartner\nvenkat@acme.example":                                             "Venkatesh|Rao",
		"ACME WORKS\nMfrs. of: Turned Components\nSri. K. RAMAN\nProprietor\nmail@acmeworks.example": "K.|RAMAN",
		"Acme SA\nMª del Carmen Soto Gil\nCompras\nTel. +34 958 612 740":                             "Mª del Carmen|Soto Gil",
		// the family's name first
		"Le Roux, Anika\nBuyer\nanika.leroux@acme.example":                       "Anika|Le Roux",
		"Mr. Pham Quang Vinh\nDirector\n+84 903 771 226\nvinh.pham@acme.example": "Quang Vinh|Pham",
		"Raymond LAU Chi-keung\nManager\nraymond.lau@acme.example":               "Raymond Chi-keung|LAU",
		"Ahmad Faizal bin Othman\nEngineer\nahmad.faizal@acme.example":           "Ahmad Faizal|bin Othman",
		"王 小 明  经理\n手机:138 2331 7740\nwxm@acme.example":                          "小明|王",
		"鼎峰股份有限公司\n業務經理 黃文傑 Jason Huang\njason.huang@acme.example":               "Jason|Huang",
		"Roux Jean-Michel, artisan\nplomberie.roux@orange.example":               "Jean-Michel|Roux",
		"Ana Puig i Rovira\nGerent\ninfo@acme.example":                           "Ana|Puig i Rovira",
		"Inês Carvalho dos Santos\nTécnica\nines.santos@acme.pt":                 "Inês|Carvalho dos Santos",
		"Maria Helena dos Santos\nTécnica\nhelena.santos@acme.pt":                "Maria Helena|dos Santos",
		// a local part that spells half of a double name
		"Ewa Sikora-Nowak\nPrezes\newa.sikora@acme.example":                              "Ewa|Sikora-Nowak",
		"Carlos Eduardo Ferreira Lima\nGerente\ncarlos.lima@acme.com.br":                 "Carlos Eduardo|Ferreira Lima",
		"Bjørn Erik Thoresen\nDaglig leder\nbjorn.erik@acme.no":                          "Bjørn Erik|Thoresen",
		"José García López\nDirector\njose.garcia@acme.es":                               "José|García López",
		"Zhang Wei (Mr.)\nManager\nBeijing 100020, P.R. China\nzhangwei@acme.example":    "Wei|Zhang",
		"أحمد عبد الرحمن\nمدير المبيعات\n01001234490\nahmed@acme.example":                "أحمد|عبد الرحمن",
		"株式会社さくら\n部長\n中 村 健 太 郎\nTEL 052-123-4490\nnakamura@sakura.example":              "健太郎|中村",
		"info@elektro-haas.example\nELEKTRO HAAS\nInhaber Dieter Haas\n07161 - 65 43 21": "Dieter|Haas",
		"Smith\tJohn\tAcme Plumbing LLC\tOwner\tjohn@acmeplumbing.example":               "John|Smith",
		// two lines, as on a badge
		"EXHIBITOR\nWambui\nNJOROGE\nRift Seeds Ltd\nwambui@riftseeds.example":                  "Wambui|NJOROGE",
		"SALON\nParis Nord Hall\nBaptiste\nDE LA TOUR\nAcme SA\nbaptiste.delatour@acme.example": "Baptiste|DE LA TOUR",
		"Agriturismo Il Poggio\ndi Chiara Montanari\ninfo@poggio.example":                       "Chiara|Montanari",
		"با احترام\nمهندس سارا کریمی\nمدیر فروش\ns.karimi@acme.example":                         "سارا|کریمی",
		// an email of nobody, words that are no name
		"Free Quotes • Licensed & Insured\n(480) 555-0155\nhello@brightsolar.example":    "",
		"Stadtbücherei Neuburg\nZentrale Information\nTelefon (08431) 7712-0":            "",
		"MAMA NKECHI FABRICS\nMrs Nkechi Okonkwo\n08037712053\nfabrics@yahoo.example":    "Nkechi|Okonkwo",
		"KLİMA SERVİSİ\nMehmet Ali Yıldız\nTekniker\n0 (312) 771 20 53\nAnkara, Türkiye": "Mehmet Ali|Yıldız",
		"Obmann: Josef Kirchgasser\nMusikverein Hollersbach\n0664 77 12 050\nmv@gmx.at":  "Josef|Kirchgasser",
		"Proprietor: D. J. Price\nD. J. PRICE & SON\nTel: 01874 496 033":                 "D. J.|Price",
		"Bognár Gábor e.v.\nasztalosmester\n06 30 771 2053\nbognar.asztalos@freemail.hu": "Gábor|Bognár",
		"金蝴蝶饰品厂\n厂长:陈建军\n手机 13957912050":                                                 "建军|陈",
		"Nhà hàng Hương Sen\nBà Lê Thị Mai\n0235 377 1205\nhuongsen@gmail.example":       "Thị Mai|Lê",
		"Dr.ª Marta Caetano Pires\nMédica\nTel. 265 771 205\ngeral@vetsado.pt":           "Marta|Caetano Pires",
		"Jose Maria V. Soto\nEngineer\njv.soto@acme.example":                             "Jose Maria V.|Soto",
		// words around it
		"Hilsen Ingvild Aasen Moe\nKystplan AS\ningvild.moe@kystplan.example":            "Ingvild Aasen|Moe",
		"T.S.U. Yolimar Soto\nAnalista\nysoto@acme.example":                              "Yolimar|Soto",
		"R. Senthil Kumar\nManager\nrsk@acme.example":                                    "R. Senthil|Kumar",
		"Usługi Budowlane \"DOM\"\nKrzysztof Wójcik\ntel. 691 901 234\ndom@wp.example":   "Krzysztof|Wójcik",
		"LAW OFFICES OF ANN J. DOYLE\nAnn J. Doyle, Esq.\nadoyle@acme.example":           "Ann J.|Doyle",
		"Name: Ramon dela Cruz Jr.\nPosition: Clerk\nEmail: ramon.delacruz@acme.example": "Ramon|dela Cruz",
		"有限会社山下製作所\n製造部 次長\n山下 裕一\nTEL:0256-39-0123":                                     "裕一|山下",
		// nobody else is named
		"Impressum\nAcme GmbH\nVertreten durch: Klaus Hofmann\ninfo@acme.example":  "Klaus|Hofmann",
		"Pls call Mr. Haruto Nishimura of Kanto Valve: +81 90-4471-2208 re: parts": "Haruto|Nishimura",
		// the head of a mail
		"From: \"Castle, Rod (Procurement)\" <rcastle@acme.example>\nSent: Monday, February 9, 2026\nTo: Us <us@hooli.example>\nSubject: Quote\n\nRod Castle\nSenior Buyer": "Rod|Castle",
	})
}

// Who runs a company has that role; where a signature names somebody, the imprint's
// people are left over.
func TestRoles(t *testing.T) {
	t.Parallel()
	finds(t, "role", map[string]string{
		"The Spoon\nArtisan Ice Cream\nOwner / Chef: Marisol Vega\nscoops@spoon.example":                                    "Chef",
		"Bäder Vogt\nIhr Partner für schöne Bäder\nHolger Vogt\ninfo@baeder-vogt.example":                                   "",
		"Acme GmbH\nInhaber: Klaus Hofmann\ninfo@acme.example":                                                              "Inhaber",
		"Jane Doe\nSales Manager – Benelux\njane.doe@acme.example":                                                          "Sales Manager – Benelux",
		"From: \"Castle, Rod (Procurement)\" <rcastle@acme.example>\nTo: Us <us@hooli.example>\n\nRod Castle\nSenior Buyer": "Senior Buyer",
		"Ansprechpartner: Jan Holm (Leiter Einkauf)\nAcme GmbH\ninfo@acme.example":                                          "Leiter Einkauf",
	})
}

func TestCompanies(t *testing.T) {
	t.Parallel()
	finds(t, "company", map[string]string{
		"Titular: Muebles Soto, S.L.\nResponsable: Ana Soto Gil\ninfo@soto.example":              "Muebles Soto, S.L.",
		"Company: Acme\nJane Doe\nHooli Holding GmbH\njane.doe@acme.example":                     "Acme",
		"Jane Doe\nRiverside Surgery, Waterside\njane.doe@riverside-surgery.example":             "Riverside Surgery",
		"Clínica Veterinária do Sado\nMarta Pires\nMédica Veterinária\ngeral@vetsado.example":    "Clínica Veterinária do Sado",
		"BLUE HERON\nJane Doe\nDesigner\njane.doe@gmail.com":                                     "BLUE HERON",
		"Musikverein Hollersbach\nObmann: Josef Berger\nmv.hollersbach@gmx.at":                   "Musikverein Hollersbach",
		"Pls call Mr. Haruto Nishimura of Kanto Valve (haruto.nishimura@kantovalve.example) now": "Kanto Valve",
	})
}

// Closing words part a signature from the mail above it in many languages; at the end
// of a card they part nothing.
func TestAddressesWithoutCode(t *testing.T) {
	t.Parallel()
	finds(t, "city", map[string]string{
		"Jane Doe\nBaiyun District, Guangzhou, China\njane.doe@acme.example":          "Guangzhou",
		"Jane Doe\nKirkos Sub-city, Addis Ababa, Ethiopia\njane.doe@acme.example":     "Addis Ababa",
		"Jane Doe\nSassine Square, Achrafieh, Beirut, Lebanon\njane.doe@acme.example": "Beirut",
		"Jane Doe\n66 Haier Road, Qingdao 266101, P.R. China\njane.doe@acme.example":  "Qingdao",
		"Jane Doe\nLalitpur-10, Nepal\njane.doe@acme.example":                         "Lalitpur-10",
	})
}

func TestClosings(t *testing.T) {
	t.Parallel()
	finds(t, "name", map[string]string{
		"Please find it below.\n\nMeð kveðju / Kind regards\nJón Már Árnason\nSölustjóri\njon@acme.example": "Jón Már|Árnason",
		"مع خالص التحية\nJane Doe\nManager\njane.doe@acme.example":                                          "Jane|Doe",
		"Jane Doe\nManager\njane.doe@acme.example\nThank you\nAcme":                                         "Jane|Doe",
	})
}
