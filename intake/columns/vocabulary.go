package columns

import (
	"strings"
	"sync"
)

// names are the names of fields in the languages of address books, CRMs and people's
// own lists; a comma parts them.
//
//nolint:misspell // other languages
func names() map[Field]string {
	return map[Field]string{
		First: `first name,firstname,given name,givenname,forename,fname,vorname,prénom,nombre de pila,primer nombre,primeiro nome,imię,imie,voornaam,förnamn,fornavn,
			etunimi,křestní jméno,jméno,keresztnév,prenume,имя,ім'я,όνομα,名,名字`,
		Middle: `middle name,additional name,second name,weitere vornamen,weiterer vorname,zweiter vorname,zweitname,deuxième prénom,segundo nombre,secondo nome,nome do meio,drugie imię,отчество`,
		Last: `last name,lastname,surname,family name,familyname,lname,nachname,familienname,zuname,nom de famille,apellido,apellidos,cognome,sobrenome,apelido,último nome,
			nazwisko,achternaam,efternamn,etternavn,efternavn,sukunimi,příjmení,priezvisko,vezetéknév,nume de familie,soyadı,soyad,фамилия,прізвище,επώνυμο,姓,姓氏`,
		Full: `full name,fullname,display name,complete name,contact name,contact person,person name,primary contact,main contact,company contact,anzeigename,vor und nachname,
			ansprechpartner,ansprechpartnerin,ansprechperson,kontaktperson,kontaktname,nom complet,nom et prénom,nom à afficher,nom d'affichage,interlocuteur,nombre completo,nombre y apellidos,
			nombre en pantalla,persona de contacto,nome completo,nome e cognome,nome visualizzato,nominativo,referente,persona di contatto,mostrar nome,pessoa de contato,imię i nazwisko,
			osoba kontaktowa,contactpersoon,volledige naam,kontaktperson,näyttönimi,näytettävä nimi,yhteyshenkilö,отображаемое имя,фио,контактное лицо,имя и фамилия,氏名,お名前,担当者,担当者名,姓名,联系人,聯絡人,
			이름,성명,담당자,الاسم الكامل,שם מלא,איש קשר`,
		Company: `company,company name,companyname,company account,organization,organisation,organization name,organisation name,account name,account,org,business name,firm,firm name,employer,employer name,associated company,firma,
			firmenname,firmierung,unternehmen,unternehmensname,arbeitgeber,gesellschaft,société,entreprise,raison sociale,nom de l'entreprise,nom de la société,nom entreprise,empresa,razón social,compañía,organización,
			nombre de la empresa,azienda,società,ragione sociale,ditta,organizzazione,nome azienda,nome da empresa,organização,razão social,bedrijf,bedrijfsnaam,organisatie,företag,företagsnamn,virksomhed,
			bedrift,firmanavn,yritys,järjestö,nazwa firmy,spółka,společnost,název firmy,cég,cégnév,şirket,компания,организация,название компании,компанія,εταιρεία,会社,会社名,公司,公司名称,公司名稱,企业名称,회사,회사명,الشركة,חברה,บริษัท`,
		Role: `job title,jobtitle,job position,job role,role,position,occupation,professional title,position title,funktion,berufsbezeichnung,stellung,stelle,jobbezeichnung,rolle,titel position,fonction,poste,profession,intitulé du poste,puesto,cargo,qualifica,
			ruolo,posizione,mansione,stanowisko,functie,functietitel,befattning,stilling,ammattinimi,titteli,asema,funkcja,pozice,beosztás,должность,посада,θέση,役職,职位,職位,职务,직책,직위`,
		Industry: `industry,industry sector,primary industry,branche,wirtschaftszweig,secteur,secteur d'activité,sector,industria,setor,settore,branża,bransch,toimiala,odvětví,iparág,отрасль,業界,业种,行业,產業,업종`,
		Email: `email,emails,emailaddress,email address,email addresses,email id,mail,mailaddress,mailadresse,emailadresse,email adresse,email adressen,adresse email,adresse mail,adresse de messagerie,adresse électronique,
			courriel,correo,correo electrónico,dirección de correo electrónico,dirección del correo electrónico,dirección de correo,dirección de email,indirizzo email,indirizzo di posta elettronica,posta elettronica,endereço de email,correio eletrônico,
			adres email,poczta email,emailadres,epost,epostadress,epostadresse,eposta,sähköposti,sähköpostiosoite,emailový,адрес электронной почты,электронная почта,эл почта,почта,електронна пошта,
			メール,メールアドレス,邮箱,电子邮件,電子郵件,電郵,이메일,البريد الإلكتروني,דואר אלקטרוני,อีเมล`,
		Phone: `phone,phones,phone number,phonenumber,telephone,telephone number,tel,mobile,mobile phone,mobile number,cell,cell phone,cellphone,cell number,direct line,direct dial,switchboard,landline,contact number,
			telefon,telefonnummer,telefonnr,telefonnumer,rufnummer,haupttelefon,autotelefon,handy,handynummer,mobil,mobiltelefon,mobilnummer,mobiltelefonnummer,mobilfunk,mobilfunknummer,mobilrufnummer,natel,festnetz,
			festnetznummer,durchwahl,zentrale,geschäftstelefon,firmentelefon,privattelefon,téléphone,téléphone portable,téléphone mobile,portable,tél,tél mobile,ligne directe,teléfono,teléfono móvil,móvil,celular,telefono,telefono cellulare,
			cellulare,numero di telefono,número de teléfono,numéro de téléphone,fone,telefone,telemóvel,número de telefone,telefon komórkowy,komórka,numer telefonu,telefoon,telefoonnummer,mobiel,mobiele telefoon,gsm,
			hemtelefon,hemtelefonnummer,mobiltelefonnummer,arbetstelefon,puhelin,puhelinnumero,kotipuhelin,työpuhelin,matkapuhelin,matkapuhelinnumero,telefonszám,mobiltelefonszám,mobilní telefon,cep telefonu,
			телефон,мобильный телефон,мобильный,сотовый телефон,номер телефона,номер сотового телефона,телефон мобильный,τηλέφωνο,κινητό,电话,手机,電話,手機,携帯,携帯電話,電話番号,联系电话,전화,전화번호,휴대폰,휴대전화,هاتف,جوال,טלפון,נייד,โทรศัพท์`,
		Street:  `street,street address,street name,street line,address line,street road name,street and number,strasse,straße,straße und hausnummer,strasse und hausnummer,straße hausnummer,strasse hausnummer,straße nr,str,rue,calle,via,rua,logradouro,ulica,straat,straatnaam,gata,gatuadress,katu,katuosoite,lähiosoite,utca,улица,адрес улица,街道`,
		House:   `house number,house no,street number,hausnummer,hausnr,haus nr,civico,número exterior,huisnummer`,
		City:    `city,town,village,locality,ort,stadt,wohnort,ville,localité,commune,ciudad,localidad,población,città,località,cidade,município,miasto,miejscowość,plaats,woonplaats,stad,postort,kaupunki,postitoimipaikka,kotikaupunki,město,város,şehir,город,місто,πόλη,市区町村,城市,都市,도시`,
		State:   `state,province,county,state province,bundesland,kanton,département,dép,provincia,estado,comunidad autónoma,województwo,lääni,län,fylke,provincie,штат,область,都道府県,省份,省`,
		Postal:  `zip,zipcode,zip code,postal code,postalcode,postcode,post code,plz,postleitzahl,code postal,cp,código postal,codigo postal,cap,codice postale,cep,kod pocztowy,postinumero,postnummer,psč,irányítószám,posta kodu,почтовый индекс,индекс,ταχυδρομικός κώδικας,郵便番号,邮编,邮政编码,郵遞區號,우편번호,pincode,pin code,eircode`,
		Country: `country,nation,pays,país,paese,nazione,kraj,maa,kotimaa,země,ország,ülke,страна,країна,χώρα,国,国家,國家,国名,국가,الدولة,מדינה`,
		either:  `region,land,staat,stato,région,regione,región,região,regio,регион`,
		Address: `address,full address,postal address,formatted address,address formatted,full combined address,location,adresse,anschrift,postanschrift,indirizzo,dirección,domicilio fiscal,endereço,adres,adress,osoite,kotiosoite,työosoite,postadress,standort,адрес,адреса,διεύθυνση,住所,地址,주소,العنوان,כתובת,ที่อยู่`,
		Site: `website,website url,web,url,homepage,webpage,webaddress,web address,webseite,webadresse,website adresse,internet,internetseite,internetadresse,site,site web,site internet,sitio web,página web,sito,sito web,sito internet,pagina web,
			company domain name,strona www,strona internetowa,osobista strona sieci web,www,verkkosivu,verkkosivusto,kotisivu,webbplats,webbsida,hemsida,hjemmeside,weboldal,веб страница,веб сайт,сайт,ιστοσελίδα,ウェブサイト,网址,网站,網站,웹사이트,홈페이지`,
		Social:    `linkedin,facebook,twitter,instagram,xing,youtube,tiktok,github,pinterest,threads,telegram`,
		Employees: `employees,employee count,employees count,number of employees,no of employees,nr of employees,num employees,numberofemployees,headcount,head count,company size,company headcount,staff count,mitarbeiter,mitarbeiterzahl,mitarbeiteranzahl,anzahl mitarbeiter,anzahl der mitarbeiter,beschäftigte,effectif,effectifs,nombre d'employés,nombre de salariés,empleados,número de empleados,dipendenti,numero dipendenti,numero di dipendenti,funcionários,número de funcionários,liczba pracowników,pracownicy,medewerkers,aantal medewerkers,anställda,antal anställda,antal ansatte,työntekijät,количество сотрудников,сотрудники,従業員数,员工人数,직원수`,
		Labels:    `labels,label,label s,tags,tag,categories,group membership,lists,kategorien,kategorie,schlagwörter,schlagworte,etiketten,étiquettes,libellés,catégories,etiquetas,categorías,categorie,etichette,categorias,marcadores,etykiety,kategorier,kategoriat,метки,теги,категории`,
		Notes: `notes,note,comment,comments,remark,remarks,description,info,notizen,notiz,bemerkung,bemerkungen,kommentar,kommentare,anmerkung,anmerkungen,beschreibung,remarque,remarques,commentaire,commentaires,notas,nota,observaciones,comentarios,
			osservazioni,commenti,observações,informações,uwagi,notatki,opmerking,opmerkingen,notities,anteckning,anteckningar,kommentarer,muistiinpanot,poznámka,poznámky,megjegyzés,notlar,заметки,заметка,примечание,примечания,комментарий,备注,備註,備考,メモ,비고,메모`,
		someName:  `name,names,nom,nombre,nome,naam,namn,navn,nimi,lead name,customer name,client name,kundenname,nom du client,nombre del cliente,isim,ad`,
		title:     `title,titel,titre,título,titolo,tytuł,titulo`,
		contact:   `contact,kontakt,contacto,contatto,contato`,
		CompanyID: `company id,companyid`, ContactID: `contact id,contactid`,
	}
}

// other are names that look like those of fields and are something else.
const other = `account site,lead title,deal title,company name for emails,account number,organization id,email display name,contact location type,first contact,last contact,email label,phone label`

// neutralList are words that only say which email, phone or address of several it is, or
// whose of those that a row is about.
const neutralList = `work business office job company firm corporate hq headquarters direct general geschaftlich dienstlich geschaft beruflich arbeit buro buero bureau professionnel professionnelle pro
	trabajo laboral lavoro ufficio comercial trabalho biuro sluzbowy sluzbowa sluzb tyopaikan tyo раб рабочий рабочая рабочее kontor arbete jobb zakelijk zakelijke werk
	home private privat private privee prive domicile casa residencia residenza domicilio pessoal personal personale dom domowy domowa kodin koti hjem hem thuis personnel personnelle личный домашний домашняя
	other weitere weiterer weiteres autre otra otro outro outra altro altra inny inne muu annan overig overige anden
	primary main primare haupt hauptadresse principal principale primario primaria glowny glowna ensisijainen default preferred first 1st erste
	secondary second secondaire secundaria secundario secondaria sekundare sekundar alternate alternative alt additional zusatzliche zweite toissijainen tertiary third backup альтернативный
	mailing billing shipping delivery postal visiting legal physical invoice rechnungs liefer lieferung rechnung
	car radio auto voiture carro fixe fijo fixo fisso festnetz mobile mobil handy cell
	person contact lead customer client kunde kunden prospect visitor besucher attendee teilnehmer participant delegate guest gast registrant kontakt contacto contatto contato
	value postale de del dell della di du des do da la le les el los las lo l d of the der die das des von und y e et and o ou or oder og och i na s en in im`

// inContext are words that are neutral beside one field alone.
func inContext(f Field, word string) bool {
	switch f {
	case Phone:
		return oneOf(word, "number numbers numero numer nummer nr no num номер")
	case Email:
		return oneOf(word, "address addresses adresse")
	case Site:
		return oneOf(word, "url link page address")
	case Social:
		return oneOf(word, "url urls link profile page handle profil profilseite x li")
	case Address:
		return oneOf(word, "formatted full complete line")
	case Street:
		return oneOf(word, "line zeile ligne")
	case Employees:
		return word == "total"
	}
	return false
}

// groups are the words that say which address a part belongs to; that of the person, or
// the only one, has none.
func groups() map[string]string {
	return map[string]string{
		"work": `work business office geschaftlich dienstlich geschaft beruflich arbeit buro buero bureau professionnel professionnelle pro trabajo laboral lavoro ufficio comercial trabalho biuro sluzbowy sluzbowa
			sluzb tyopaikan tyo раб рабочий рабочая рабочее kontor arbete jobb zakelijk zakelijke werk`,
		"home":     `home private privat privee prive domicile casa residencia residenza domicilio pessoal personal personale dom domowy domowa kodin koti hjem hem thuis personnel personnelle личный домашний домашняя`,
		"other":    `other weitere weiterer weiteres autre otra otro outro outra altro altra inny inne muu annan overig overige anden`,
		"billing":  `billing invoice rechnungs rechnung`,
		"shipping": `shipping delivery liefer lieferung`,
		"mailing":  `mailing`,
		"legal":    `legal`,
		"second":   `secondary second secondaire alternate alternative alt`,
		"company":  `company firm corporate hq headquarters`,
	}
}

// groupWords are the groups by their words.
var groupWords = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for group, list := range groups() {
		for word := range strings.FieldsSeq(list) {
			out[Key(word)] = group
		}
	}
	return out
})

func groupOf(word string) string { return groupWords()[word] }

var neutralWords = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(neutralList) {
		out[Key(word)] = true
	}
	return out
})

// neutral says that a word only says which one of several, or whose.
func neutral(word string) bool { return neutralWords()[word] }

// phrases are all names of fields by their normal words.
var phrases = sync.OnceValue(func() map[string]Field {
	out := map[string]Field{}
	for f, list := range names() {
		for name := range strings.SplitSeq(list, ",") {
			out[Key(name)] = f
		}
	}
	return out
})

// others are the names that no field has.
var others = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for name := range strings.SplitSeq(other, ",") {
		out[Key(name)] = true
	}
	return out
})
