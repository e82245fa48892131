//! Vibrato as a contestant. bench/program.ts describes the protocol.
//!
//! Arguments: a file of lines; a folder with lex.csv, matrix.def, char.def and unk.def; and optionally a file of training
//! lines, in which connection ids are counted and then renumbered by frequency.

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::time::Instant;

use vibrato::dictionary::SystemDictionaryBuilder;
use vibrato::tokenizer::worker::Worker;
use vibrato::{Dictionary, Tokenizer};

/// MeCab's default for max-grouping-size.
const LONGEST_GROUP: usize = 24;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let text = fs::read_to_string(&arguments[0])?;
    let lines: Vec<&str> = text.split_terminator('\n').collect();
    let mut tokenizer = tokenizer_of(read_dictionary(Path::new(&arguments[1]))?)?;
    if let Some(training) = arguments.get(2) {
        tokenizer = tokenizer_of(renumbered(&arguments[1], &tokenizer, &fs::read_to_string(training)?)?)?;
    }

    let mut worker = tokenizer.new_worker();
    let mut answers = io::stdout().lock();
    for question in io::stdin().lock().lines() {
        let question = question?;
        if question.contains("\"output\"") {
            let words: Vec<String> = lines.iter().map(|line| json_string(&words_of(&mut worker, line))).collect();
            writeln!(answers, "{{\"answer\":[{}]}}", words.join(","))?;
        } else if question.contains("\"run\"") {
            let (first, step) = (number(&question, "first"), number(&question, "step"));
            let start = Instant::now();
            let words: usize = lines.iter().skip(first).step_by(step).map(|line| tokenize(&mut worker, line)).sum();
            // Printing the count keeps the compiler from removing the work.
            eprintln!("{words} words");
            writeln!(answers, "{{\"answer\":{}}}", start.elapsed().as_secs_f64())?;
        } else {
            writeln!(answers, "{{\"answer\":null}}")?;
        }
        answers.flush()?;
    }
    Ok(())
}

/// A number of the question: the digits after its name.
fn number(question: &str, name: &str) -> usize {
    let rest = question.split(&format!("\"{name}\":")).nth(1).expect("a number");
    rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().expect("digits")
}

fn read_dictionary(folder: &Path) -> Result<Dictionary, Box<dyn Error>> {
    let open = |name: &str| File::open(folder.join(name)).map(BufReader::new);
    Ok(SystemDictionaryBuilder::from_readers(
        open("lex.csv")?,
        open("matrix.def")?,
        open("char.def")?,
        open("unk.def")?,
    )?)
}

fn tokenizer_of(dictionary: Dictionary) -> Result<Tokenizer, Box<dyn Error>> {
    Ok(Tokenizer::new(dictionary).ignore_space(true)?.max_grouping_len(LONGEST_GROUP))
}

fn renumbered(folder: &str, tokenizer: &Tokenizer, training: &str) -> Result<Dictionary, Box<dyn Error>> {
    let mut worker = tokenizer.new_worker();
    worker.init_connid_counter();
    for line in training.split_terminator('\n') {
        worker.reset_sentence(line);
        worker.tokenize();
        worker.update_connid_counts();
    }
    let (left, right) = worker.compute_connid_probs();
    let ids = |probabilities: Vec<(usize, f64)>| probabilities.into_iter().map(|(id, _)| id as u16).collect::<Vec<_>>();
    let dictionary = read_dictionary(Path::new(folder))?;
    Ok(dictionary.map_connection_ids_from_iter(ids(left), ids(right))?)
}

fn tokenize(worker: &mut Worker, line: &str) -> usize {
    worker.reset_sentence(line);
    worker.tokenize();
    worker.num_tokens()
}

fn words_of(worker: &mut Worker, line: &str) -> String {
    let count = tokenize(worker, line);
    let words: Vec<String> = (0..count).map(|at| worker.token(at).surface().to_string()).collect();
    words.join(" ")
}

fn json_string(text: &str) -> String {
    let mut json = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => json.extend(['\\', character]),
            control if control < ' ' => json.push_str(&format!("\\u{:04x}", control as u32)),
            other => json.push(other),
        }
    }
    json.push('"');
    json
}
