// Falsework
// SPDX-License-Identifier: MIT

/// The styles of pages and drawings, in light and in dark.
package enum PageStyle {
  /// The colours: each tone has a contrast of at least 4.5 to the paper, but for lines and areas.
  package static let colors: StaticString = """
    :root{--paper:#fff;--panel:#f6f8fb;--ink:#1b2230;--soft:#55607a;--line:#dfe4ec;\
    --good:#0a7455;--caution:#8a5a00;--bad:#c02f26;--lost:#7a2fb8;--fault:#b30f6c;\
    --missed:#6b5a1e;--webhook:#1759b8;--queue:#d3dbe8;--queue-edge:#8fa0ba;--run:#4d8bd1;\
    --good-bg:#e2f4ec;--bad-bg:#fbe7e5;--caution-bg:#f8efd9;--code:#eef1f6}
    @media(prefers-color-scheme:dark){:root{--paper:#11151c;--panel:#181e27;--ink:#e7ebf2;\
    --soft:#9ba8bd;--line:#2a3240;--good:#48c79c;--caution:#e0ab45;--bad:#ff7e72;--lost:#c792ff;\
    --fault:#ff79bd;--missed:#d3bd6a;--webhook:#74adff;--queue:#2d3747;--queue-edge:#5b6b85;\
    --run:#3a76ba;--good-bg:#12342a;--bad-bg:#3d1d1b;--caution-bg:#352a12;--code:#1f2631}}

    """

  /// The page but for the list of exchanges.
  package static let page: StaticString = """
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
    main{max-width:1248px;margin:0 auto;padding:28px 24px 48px}
    h1{font-size:26px;line-height:1.2;margin:2px 0 4px;overflow-wrap:anywhere}
    h2{font-size:17px;margin:32px 0 10px}h3{font-size:15px;margin:0}
    h4{font-size:13px;margin:12px 0 4px}p{margin:0}
    .maker{color:var(--soft);font-size:12px;letter-spacing:.08em;text-transform:uppercase}
    .facts,.more,footer{color:var(--soft)}
    .more,footer{font-size:13px;margin-top:8px}footer{margin-top:32px}
    .verdict{display:flex;flex-wrap:wrap;gap:4px 14px;align-items:baseline;margin:20px 0 12px;\
    padding:14px 18px;border-radius:10px;border-left:5px solid var(--soft);background:var(--panel)}
    .verdict strong{font-size:19px}.verdict span{color:var(--soft)}
    .verdict.good{background:var(--good-bg);border-color:var(--good)}
    .verdict.bad{background:var(--bad-bg);border-color:var(--bad)}
    .verdict.good span,.verdict.bad span{color:inherit}
    ul{list-style:none;margin:0;padding:0}
    .rules{display:grid;gap:10px;\
    grid-template-columns:repeat(auto-fill,minmax(min(100%,380px),1fr))}
    .rule{border:1px solid var(--line);border-radius:10px;padding:12px 14px;font-size:14px;\
    overflow-wrap:anywhere}
    .rule .badge{float:right;margin-left:10px}
    .rule h3 .scenario{color:var(--soft);font-weight:400;display:block;font-size:13px}
    .actions{font:12px ui-monospace,monospace;color:var(--soft);margin:1px 0 4px}
    .advice{margin-top:6px;padding-top:6px;border-top:1px dashed var(--line)}
    .badge,.pill{display:inline-block;border-radius:99px;padding:1px 10px;font-size:12px;\
    font-weight:600;border:1px solid;white-space:nowrap}
    .badge.good{color:var(--good)}.badge.bad,.pill.bad{color:var(--bad);border-style:dashed}
    .badge.caution,.pill.caution{color:var(--caution)}.pill.fault{color:var(--fault)}
    .notes{margin-top:12px;font-size:14px;background:var(--caution-bg);border-radius:10px;\
    padding:10px 14px}
    .scroll{overflow-x:auto;border:1px solid var(--line);border-radius:10px}
    .scroll .fw-timeline{width:100%;min-width:860px;height:auto}
    .legend{display:flex;flex-wrap:wrap;gap:4px 16px;margin-top:10px;color:var(--soft);\
    font-size:12px}
    .legend li{display:flex;align-items:center;gap:5px}

    """

  /// The list of exchanges, which becomes two lines each where the page is narrow.
  package static let exchanges: StaticString = """
    .list{border:1px solid var(--line);border-radius:10px;overflow:hidden;font-size:13px}
    .row{display:grid;gap:2px 14px;padding:6px 14px;align-items:baseline;\
    grid-template-columns:44px 80px minmax(0,1fr) minmax(90px,190px) 96px minmax(90px,220px)}
    .head{background:var(--panel);color:var(--soft);font-size:12px;font-weight:600}
    details{border-top:1px solid var(--line)}summary{cursor:pointer;list-style:none}
    summary::-webkit-details-marker{display:none}
    summary:hover,details[open]>summary{background:var(--panel)}
    summary:focus-visible{outline:2px solid var(--webhook);outline-offset:-2px}
    .id,.at,.took{font-variant-numeric:tabular-nums;color:var(--soft)}
    .what{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
    .path{font:12px ui-monospace,monospace;color:var(--soft)}
    .reply{font-weight:600}.reply.good{color:var(--good)}.reply.caution{color:var(--caution)}
    .reply.bad{color:var(--bad)}.reply.lost{color:var(--lost)}
    .faults{display:flex;flex-wrap:wrap;gap:3px}.faults .pill{white-space:normal}
    .fold>.exchange{margin-left:22px;border-left:2px solid var(--line)}
    .more-of-it{padding:4px 14px 14px 58px;overflow-wrap:anywhere}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:1px 14px;margin:6px 0}
    dt{color:var(--soft)}dd{margin:0}
    .why{border-left:3px solid var(--fault);padding:2px 0 2px 10px;margin:8px 0}
    .halves{display:grid;gap:0 18px;\
    grid-template-columns:repeat(auto-fit,minmax(min(100%,360px),1fr))}
    pre{font:12px/1.45 ui-monospace,monospace;background:var(--code);border-radius:6px;\
    margin:4px 0;padding:8px 10px;white-space:pre-wrap;\
    overflow-wrap:anywhere;max-height:340px;overflow-y:auto}
    .fields b{font-weight:600}.digest{color:var(--soft);font:12px ui-monospace,monospace}
    @media(max-width:960px){main{padding:20px 14px 40px}
    .row{grid-template-columns:36px 76px minmax(0,1fr) auto}
    .head span:nth-child(n+4){display:none}
    .reply,.faults{grid-column:3}.what{white-space:normal;overflow-wrap:anywhere}
    .took{grid-column:4;grid-row:1}
    .faults:empty,.row>span:last-child:empty{display:none}.more-of-it{padding-left:14px}}

    """

  /// The timeline.
  package static let timeline: StaticString = """
    .fw-timeline{font:12px system-ui,sans-serif;display:block}
    .fw-paper{fill:var(--paper)}
    .fw-grid{stroke:var(--line)}.fw-lane{stroke:var(--line)}
    .fw-break{fill:var(--panel);stroke:var(--queue-edge);stroke-dasharray:2 4;stroke-width:.7}
    .fw-tick{fill:var(--soft);font-size:11px}.fw-pause{font-style:italic}
    .fw-label{fill:var(--ink);font-weight:600}.fw-detail{fill:var(--soft);font-size:10px}
    .fw-note{fill:var(--ink);font-size:11px}
    .fw-good{--tone:var(--good)}.fw-caution{--tone:var(--caution)}.fw-bad{--tone:var(--bad)}
    .fw-lost{--tone:var(--lost)}.fw-fault{--tone:var(--fault)}.fw-missed{--tone:var(--missed)}
    .fw-webhook{--tone:var(--webhook)}.fw-quiet{--tone:var(--soft)}
    .fw-guide{stroke:var(--tone);stroke-dasharray:2 3;opacity:.7}
    .fw-mark{fill:var(--tone);stroke:var(--tone);stroke-width:1}
    .fw-mark.fw-hollow{fill:none;stroke-width:2}
    .fw-mark circle,.fw-mark path{paint-order:stroke}
    .fw-queue{fill:var(--queue);stroke:var(--queue-edge);stroke-dasharray:3 2}
    .fw-run{fill:var(--run)}
    .fw-exchange{fill:var(--soft);opacity:.55}

    """
}
