//! HAProxy's own statistics: its table, what can be ordered in it, and the same as text.

use super::clipboard;
use super::icon::{Icon, icon};
use super::share::sheet_head;
use tierscope::app::same::Same;
use tierscope::app::statistics::{Row, Subject, csv, rows};
use tierscope::app::texts::Texts;
use tierscope::app::update::Msg;
use tierscope::model::balancer::{Admin, ServerConfig};
use tierscope::model::command::Order;
use tierscope::model::id::MachineId;
use tierscope::scenario::Act;
use tierscope::snapshot::Snapshot;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// The groups of HAProxy's page: a title, and for each column its heading there and its name in the CSV.
const GROUPS: &[(&str, &[(&str, &str)])] = &[
    ("Queue", &[("Cur", "qcur"), ("Max", "qmax"), ("Limit", "qlimit")]),
    ("Session rate", &[("Cur", "rate"), ("Max", "rate_max"), ("Limit", "rate_lim")]),
    ("Sessions", &[("Cur", "scur"), ("Max", "smax"), ("Limit", "slim"), ("Total", "stot"), ("LbTot", "lbtot")]),
    ("Denied", &[("Req", "dreq"), ("Resp", "dresp")]),
    ("Errors", &[("Req", "ereq"), ("Conn", "econ"), ("Resp", "eresp")]),
    ("Warnings", &[("Retr", "wretr"), ("Redis", "wredis")]),
    (
        "Server",
        &[
            ("Status", "status"),
            ("LastChk", "check_status"),
            ("Wght", "weight"),
            ("Act", "act"),
            ("Bck", "bck"),
            ("Chk", "chkfail"),
            ("Dwn", "chkdown"),
            ("Dwntme", "downtime"),
            ("Thrtle", "throttle"),
        ],
    ),
];

/// What stands behind them: not HAProxy's, so that its heading is in the table of texts.
const RESPONSES: &[(&str, &str)] = &[("p50", "p50_ms"), ("p95", "p95_ms"), ("p99", "p99_ms")];

/// Every column: its heading and its name in the CSV.
fn columns() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    GROUPS.iter().flat_map(|(_, columns)| columns.iter()).chain(RESPONSES)
}

/// What the table needs.
#[derive(Properties, PartialEq)]
pub struct StatisticsProps {
    /// The language.
    pub texts: &'static Texts,
    /// The run at this instant.
    pub snapshot: Same<Snapshot>,
    /// Whether HAProxy cannot be told anything here.
    pub locked: bool,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// The sheet.
#[component]
pub fn Statistics(props: &StatisticsProps) -> Html {
    let texts = &props.texts.statistics;
    let rows = rows(&props.snapshot);
    html! {
        <section id="statistics" class="sheet wide" aria-labelledby="statistics-title">
            { sheet_head(props.texts, "statistics-title", texts.title(), &props.dispatch) }
            <p>{ texts.sentence() }</p>
            <div class="scroll" tabindex="0" role="group" aria-label={texts.title()}>
                <table class="haproxy-stats">
                    <thead>{ head(texts.responses()) }</thead>
                    <tbody>{ for rows.iter().map(|row| line(props, row)) }</tbody>
                </table>
            </div>
            <Text ..TextProps {
                texts: props.texts,
                text: csv(&rows),
            } />
        </section>
    }
}

fn head(responses: &'static str) -> Html {
    let group = |(title, columns): (&'static str, &[(&str, &str)])| {
        html! { <th scope="colgroup" colspan={columns.len().to_string()}>{ title }</th> }
    };
    let groups = GROUPS.iter().copied().chain([(responses, RESPONSES)]);
    html! {
        <>
            <tr><td rowspan="2"></td>{ for groups.map(group) }</tr>
            <tr>
                { for columns().map(|(heading, column)| html! { <th scope="col" title={*column}>{ *heading }</th> }) }
            </tr>
        </>
    }
}

fn line(props: &StatisticsProps, row: &Row) -> Html {
    let status = row.cell("status");
    let class = match (row.subject, status.split(' ').next().unwrap_or_default()) {
        (Subject::Server(_), "DOWN") => "is-down",
        (Subject::Server(_), "MAINT" | "DRAIN" | "NOLB") => "is-out",
        (Subject::Server(_), _) if status.contains('/') => "is-going",
        (Subject::Server(_), _) => "is-up",
        _ => "is-sum",
    };
    html! {
        <tr key={row.cell("svname").to_owned()} {class}>
            <th scope="row">{ row.cell("svname") }</th>
            { for columns().map(|(_, column)| html! { <td>{ cell(props, row, column) }</td> }) }
        </tr>
    }
}

/// What stands in a cell: a text, or the means to change it.
fn cell(props: &StatisticsProps, row: &Row, column: &'static str) -> Html {
    let Subject::Server(server) = row.subject else {
        return html! { row.cell(column) };
    };
    let machine = MachineId::server(server);
    let texts = &props.texts.statistics;
    let may_order = !props.snapshot.preset.is_bare() && !props.locked;
    let Some(view) = props.snapshot.belief(server).map(|belief| &belief.haproxy) else { return Html::default() };
    match column {
        "weight" if may_order => {
            let value = view.set_weight;
            html! {
                <>
                    { number(props, texts.weight(machine), value, ServerConfig::WEIGHT_MAX, move |weight| {
                        Act::Order(server, Order::Weight(weight))
                    }) }
                    if row.cell(column) != value.to_string() { <span class="now">{ row.cell(column) }</span> }
                </>
            }
        }
        "slim" if may_order => number(props, texts.maxconn(machine), view.maxconn.unwrap_or(0), 10_000, move |limit| {
            Act::Order(server, Order::Maxconn(limit))
        }),
        "status" if may_order => {
            html! { <>{ row.cell(column) }{ " " }{ states(props, server, machine, view.admin) }</> }
        }
        "check_status" => {
            let code = row.cell("check_code");
            let slash = if code.is_empty() { "" } else { "/" };
            html! { <span title={row.cell("check_desc").to_owned()}>{ row.cell(column) }{ slash }{ code }</span> }
        }
        _ => html! { row.cell(column) },
    }
}

fn number(props: &StatisticsProps, name: String, value: u32, most: u32, act: impl Fn(u32) -> Act + 'static) -> Html {
    let dispatch = props.dispatch.clone();
    let onchange = Callback::from(move |event: Event| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
        match input.value().trim().parse::<u32>() {
            Ok(number) if number <= most => dispatch.emit(Msg::Act(act(number))),
            _ => input.set_value(&value.to_string()),
        }
    });
    html! {
        <input class="order" type="text" inputmode="numeric" size="3" aria-label={name} value={value.to_string()} {onchange} />
    }
}

fn states(props: &StatisticsProps, server: usize, machine: MachineId, admin: Admin) -> Html {
    let texts = &props.texts.statistics;
    let dispatch = props.dispatch.clone();
    let onchange = Callback::from(move |event: Event| {
        let word = event.target_dyn_into::<HtmlSelectElement>().map(|list| list.value());
        if let Some(admin) = word.as_deref().and_then(Admin::from_keyword) {
            dispatch.emit(Msg::Act(Act::Order(server, Order::State(admin))));
        }
    });
    html! {
        <select class="order" aria-label={texts.state(machine)} {onchange}>
            { for Admin::ALL.iter().map(|state| html! {
                <option value={state.keyword()} selected={*state == admin}>{ state.keyword() }</option>
            }) }
        </select>
    }
}

/// What the text needs.
#[derive(Properties, PartialEq)]
struct TextProps {
    texts: &'static Texts,
    text: String,
}

/// The table as text, and a button that copies it.
#[component]
fn Text(props: &TextProps) -> Html {
    let texts = &props.texts.statistics;
    let copied = use_state_eq(|| None::<bool>);
    let onclick = {
        let (copied, text) = (copied.clone(), props.text.clone());
        Callback::from(move |_: MouseEvent| {
            let copied = copied.clone();
            clipboard::copy(&text, Callback::from(move |worked| copied.set(Some(worked))));
        })
    };
    let said = match *copied {
        Some(true) => texts.copied(),
        Some(false) => texts.press_copy(),
        None => "",
    };
    html! {
        <div class="csv">
            <label for="statistics-csv">{ texts.csv() }</label>
            <textarea id="statistics-csv" readonly=true rows="4" spellcheck="false" value={props.text.clone()} />
            <p>
                <button type="button" class="button small" {onclick}>{ icon(Icon::Copy) }<span>{ texts.copy() }</span></button>
                <span role="status">{ said }</span>
            </p>
        </div>
    }
}
