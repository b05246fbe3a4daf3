// node: 26
// Styles, components, hour cycles, calendars, zones, parts and ranges of dates.
const d=Date.UTC(2024,0,5,15,4,5,678);
const F=(o,l='en')=>{const f=new Intl.DateTimeFormat(l,{timeZone:'UTC',...o});console.log(l,JSON.stringify(o),JSON.stringify(f.format(d)))};
F({month:'long',day:'numeric',hour:'numeric'});F({month:'short',day:'numeric',hour:'numeric'});F({month:'numeric',day:'numeric',hour:'numeric'});F({weekday:'long',month:'long',day:'numeric',hour:'numeric'});
F({calendar:'iso8601'});F({calendar:'iso8601',dateStyle:'full'});F({calendar:'japanese',dateStyle:'long'});F({calendar:'hebrew',dateStyle:'long'});F({calendar:'islamic-umalqura',dateStyle:'full'});F({calendar:'buddhist'});F({calendar:'chinese'});F({calendar:'hebrew',month:'numeric'});F({calendar:'roc',year:'numeric'});
F({hour:'numeric',dayPeriod:'long'});F({dayPeriod:'short'});F({hour:'numeric',minute:'numeric',dayPeriod:'narrow'});
F({fractionalSecondDigits:2});F({second:'numeric',fractionalSecondDigits:3});F({hour:'numeric',minute:'numeric',second:'numeric',fractionalSecondDigits:3});F({minute:'numeric',fractionalSecondDigits:1});F({minute:'numeric'});F({minute:'2-digit',second:'2-digit'});F({second:'numeric'});F({hour:'2-digit'});F({hour:'numeric',hour12:false});F({hour:'numeric',hourCycle:'h24'});F({timeStyle:'short',hour12:false});F({timeStyle:'short',hour12:true},'de');F({hour:'numeric'},'de');F({hour:'numeric',hour12:true},'ja');
F({timeZoneName:'long'});F({timeZoneName:'short',hour:'numeric'});F({era:'short'});F({era:'long',year:'numeric',month:'long'});F({year:'2-digit'});F({year:'numeric',month:'2-digit',day:'2-digit'});F({weekday:'narrow'});F({weekday:'short',year:'numeric'});F({weekday:'long',hour:'numeric'});F({month:'narrow'});F({day:'2-digit'});F({year:'numeric',day:'numeric'});F({weekday:'long',day:'numeric',era:'narrow'});
console.log(new Intl.DateTimeFormat('en',{dateStyle:'short',timeStyle:'short',timeZone:'UTC'}).resolvedOptions());
const R=(a,b,o={},l='en')=>console.log(JSON.stringify(o),l,JSON.stringify(new Intl.DateTimeFormat(l,{timeZone:'UTC',...o}).formatRange(a,b)));
R(d,d+86400e3);R(d,d+86400e3*40);R(d,d+86400e3*400,{dateStyle:'long'});R(d,d+86400e3,{dateStyle:'full',timeStyle:'short'});R(d,d+3600e3,{timeStyle:'short'});R(d,d+3600e3,{hour:'numeric',month:'long',day:'numeric'});R(d,d+100);R(d,d+1000,{second:'numeric',fractionalSecondDigits:1});R(d,d+100,{second:'numeric',fractionalSecondDigits:1});R(d,d+86400e3*3,{month:'short',day:'numeric'},'de');R(d,d+86400e3,{weekday:'long'});R(d,d+3600e3*12,{hour:'numeric'});R(d,d-864e5,{month:'long'})
for (const z of ['short','long','shortOffset','longOffset','shortGeneric','longGeneric']) for (const tz of ['America/New_York','Asia/Kolkata','Europe/Dublin','Africa/Cairo','Asia/Tehran','+05:30','UTC','America/Sao_Paulo','Etc/GMT+5','Antarctica/Troll']) console.log(z,tz,new Intl.DateTimeFormat('en',{timeZone:tz,timeZoneName:z}).formatToParts(d).at(-1).value);
const e=Date.UTC(2021,7,4,0,30,45);
R(e,e+23*3600e3,{dateStyle:'short',timeStyle:'medium'});R(e,e+23*3600e3,{dateStyle:'long',timeStyle:'medium'});R(e,e+23*3600e3,{dateStyle:'full',timeStyle:'short'});R(e,e+5000,{dateStyle:'full',timeStyle:'medium'});R(e,e+5000,{dateStyle:'short',timeStyle:'short'});R(e,e+23*3600e3,{timeStyle:'medium'});R(e,e+5000,{timeStyle:'full'});R(e,e+3600e3,{timeStyle:'full'});R(e,e+3600e3,{hour:'numeric',minute:'numeric',timeZoneName:'short'});
R(e,e+3600e3*24*60,{month:'long',year:'numeric'},'de');R(e,e+3600e3*24*60,{weekday:'short',day:'numeric',month:'short',year:'numeric'},'fr');R(e,e+3600e3*24*600,{},'ja');R(e,e+3600e3*5,{hour:'numeric'},'de');R(e,e+3600e3*5,{hour:'numeric',hour12:true},'de');R(e,e+86400e3*31,{month:'short'});R(e,e+86400e3*400,{year:'numeric'});R(e,e+86400e3*400,{era:'short'});R(e,e+86400e3*400,{month:'numeric',year:'2-digit'});R(e,e+86400e3,{day:'2-digit',month:'2-digit'});R(e,e+3600e3*5,{hour:'2-digit',minute:'2-digit'});
for (const locale of ["en", "en-GB", "de", "fr", "es", "ja", "ru", "ar-EG", "fa", "zh-TW", "ko", "hi", "pt-BR"]) {
  const texts = ["full", "long", "medium", "short"].map((style) => new Intl.DateTimeFormat(locale, { dateStyle: style, timeStyle: style, timeZone: "Europe/Berlin" }).format(d));
  console.log(locale, texts.join(" | "));
}
const date = new Date(d);
const zone = { timeZone: "Asia/Tokyo" };
console.log(date.toLocaleString("en-US", zone), date.toLocaleDateString("en-US", zone), date.toLocaleTimeString("en-US", zone), date.toLocaleDateString("de", { ...zone, hour: "numeric" }));
console.log(new Date(NaN).toLocaleString(), new Date(-62198755200000).toLocaleDateString("en", { timeZone: "UTC", era: "short" }));
console.log(Temporal.PlainDate.from("2024-02-29").toLocaleString("en", { dateStyle: "full" }), Temporal.PlainTime.from("13:05").toLocaleString("en"), Temporal.ZonedDateTime.from("2024-02-29T13:05[America/New_York]").toLocaleString("en"));
console.log(Temporal.PlainMonthDay.from({ monthCode: "M02", day: 29, calendar: "gregory" }).toLocaleString("en-u-ca-gregory"), Temporal.Instant.from("2024-02-29T13:05Z").toLocaleString("en", { timeZone: "UTC" }));
