/** The one style sheet of a report: system fonts, light and dark, A4 in print. Whoever changes it changes nothing else: the page's policy holds its hash. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fbfaf7;--card:#fff;--ink:#1c2025;--soft:#565e68;--line:#dcd9d1;--in:#2c6392;--out:#2f7040;
--inside:#96661a;--bad:#a8231b;--warn:#805300;--good:#1d6839;--wash:#f2f0ea}
@media (prefers-color-scheme:dark){:root{--bg:#131619;--card:#1a1e22;--ink:#e8e6e1;--soft:#a9b0b9;--line:#343a41;--in:#85b6dd;
--out:#8ac898;--inside:#dfb66f;--bad:#ff978d;--warn:#ebbd5c;--good:#86d6a0;--wash:#20252a}}
*{box-sizing:border-box}
html{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink)}
main,header,footer{max-width:72rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.5rem}
h1,h2,h3{line-height:1.2;text-wrap:balance;overflow-wrap:anywhere;margin:0}
h1{font-size:1.05rem;font-weight:500;color:var(--soft)}
h2{font-size:1.6rem;font-weight:650;letter-spacing:-.01em;margin:3.5rem 0 .75rem;padding-top:1.25rem;border-top:2px solid var(--ink)}
h3{font-size:1.12rem;font-weight:650;margin:2.25rem 0 .6rem}
h2 .n,h3 .n{color:var(--soft);font-weight:400;margin-right:.5em;font-variant-numeric:tabular-nums}
p{margin:.5rem 0;max-width:46rem}ul{padding-left:1.2rem}
a{color:var(--in)}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--in);outline-offset:2px}
code{font:.84em/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
.foreign{overflow-wrap:anywhere;unicode-bidi:isolate}
.soft{color:var(--soft)}
.verdict{font-size:clamp(2.6rem,9vw,4.5rem);line-height:1.05;font-weight:750;letter-spacing:-.03em;margin:.35rem 0 .5rem}
.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}
.counts{font-size:1.1rem}
.notice{border-left:4px solid var(--warn);background:var(--wash);padding:.75rem 1rem;margin:1.25rem 0;max-width:none}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.3rem 1.25rem;margin:.9rem 0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
nav ol{list-style:none;margin:1.5rem 0 0;padding:0;columns:2 18rem;column-gap:2rem}
nav li{break-inside:avoid;padding:.12rem 0;overflow-wrap:anywhere}
.three{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,16rem),1fr));gap:1rem;margin-top:1rem}
.three section{background:var(--card);border:1px solid var(--line);border-top:4px solid var(--soft);padding:1rem 1.1rem}
.three .proved{border-top-color:var(--good)}.three .checked{border-top-color:var(--in)}
.three h3{margin:0}.three ul{padding:0;margin:.75rem 0 0;list-style:none}.three li{margin-top:.6rem}
.three li span{display:block;color:var(--soft);font-size:.92rem}
.finding{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--soft);padding:.9rem 1.1rem;margin:.8rem 0;break-inside:avoid}
.finding.fault{border-left-color:var(--bad)}.finding.promise{border-left-color:var(--warn)}
.finding p{margin:0;font-weight:600;max-width:none}
.finding dl{margin:.6rem 0 0;font-size:.94rem}
.grade{font-weight:650;font-size:.85rem;letter-spacing:.02em}
.scroll{overflow-x:auto;margin:.75rem 0}
table{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--soft);padding:0 0 .4rem;caption-side:top}
th,td{text-align:left;vertical-align:top;padding:.42rem .75rem .42rem 0;border-bottom:1px solid var(--line)}
th:last-child,td:last-child{padding-right:0}
thead th{font-weight:600;color:var(--soft);border-bottom:1px solid var(--soft)}thead .r{white-space:normal}
tbody th{font-weight:400}
.r{text-align:right;white-space:nowrap}
.t{white-space:nowrap}
td code,th code{font-size:.8rem}
.acc{min-width:10.5rem}thead th{vertical-align:bottom}
tr.total>*{font-weight:650;border-bottom-color:var(--soft)}
tr.has>*{border-bottom:0}
tr.more>td{padding-top:0}
summary{cursor:pointer;color:var(--in);padding:.15rem 0;width:fit-content}
details>summary+*{margin-top:.4rem}
.chain{margin:.4rem 0 .8rem;padding-left:1.4rem;border-left:2px solid var(--line);list-style:decimal inside}
.chain>li{padding:.3rem 0}
.chain li>div,.chain li>ul{margin:.15rem 0 0 1.4rem;padding:0}
.chain ul{list-style:none}
.chain ul li{padding:.2rem 0}
figure{margin:1rem 0;background:var(--card);border:1px solid var(--line);padding:1rem}
figcaption{color:var(--soft);font-size:.92rem;margin-top:.75rem}
svg{display:block;width:100%;min-width:58rem;height:auto;font:12px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;font-variant-numeric:tabular-nums}
svg text{fill:var(--ink)}svg .s{fill:var(--soft)}svg .b{font-weight:650}svg .m{font:9.4px ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;fill:var(--soft)}
svg .e{text-anchor:end}svg .c{text-anchor:middle}
.f-in{fill:var(--in)}.f-out{fill:var(--out)}.f-inside{fill:var(--inside)}.f-bad{fill:var(--bad)}.f-ink{fill:var(--ink)}
.band{opacity:.32}.axis{stroke:var(--line);stroke-width:1}.now{stroke:var(--bad);stroke-width:1.5}
.p-pledging{fill:var(--soft)}.p-open{fill:var(--in);opacity:.35}.p-observing{fill:var(--in)}.p-challenging{fill:var(--inside)}
.p-arbitrating{fill:var(--bad)}.p-waiting{fill:var(--soft);opacity:.5}.p-warranty{fill:var(--out);opacity:.75}.later{opacity:.28}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;list-style:none;margin:.6rem 0 0;padding:0;font-size:.9rem}
.legend svg{display:inline-block;min-width:0;width:.8rem;height:.8rem;margin-right:.4rem;vertical-align:-.05rem}
footer{margin-top:4rem;padding-bottom:3rem;color:var(--soft);font-size:.92rem}
@media (max-width:40rem){html{font-size:15px}header{padding-top:1.5rem}main,header,footer{padding-left:1rem;padding-right:1rem}
dl{grid-template-columns:minmax(0,1fr);gap:0}dd{margin-bottom:.5rem}figure{padding:.75rem}h2{margin-top:2.5rem}}
@page{size:A4;margin:16mm 14mm}
@media print{:root{color-scheme:light;--bg:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--in:#2c6392;--out:#2f7040;--inside:#96661a;
--bad:#a8231b;--warn:#805300;--good:#1d6839;--wash:#f4f4f4}
html{font-size:9.5pt}body{background:#fff}main,header,footer{max-width:none;padding:0}header{padding-top:0}a{color:inherit;text-decoration:none}
h2{break-before:page;margin-top:0;border-top:0;padding-top:0}h2.near{break-before:auto;margin-top:1.5rem}h2,h3,caption{break-after:avoid}
figure,tr,.three section{break-inside:avoid}tr.more{break-inside:auto}tr.has{break-after:avoid}thead{display:table-header-group}
.scroll{overflow:visible}svg{min-width:0}td code,th code{font-size:6.6pt}table{font-size:8pt}th,td{padding-right:.5rem}.acc{min-width:0}thead th{white-space:normal}
details::details-content{content-visibility:visible;display:block;height:auto;opacity:1}summary{list-style:none;color:inherit;font-weight:600}nav{break-after:auto}}
`.replaceAll('\n', '')
