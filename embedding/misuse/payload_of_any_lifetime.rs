//! What is in an object is not borrowed for longer than the object is known to live.
// refused: uncoded

use hearth::{Class, ClassBuilder, Engine};

struct Text(String);
impl Class for Text {
    const NAME: &'static str = "Text";
    fn define(_: &mut ClassBuilder<Text>) {}
}

fn main() {
    let mut engine = Engine::new().unwrap();
    let text: &'static str = engine.enter(|cx| {
        let object = cx.instance(Text("text".to_owned())).unwrap();
        object.with(|text: &Text| text.0.as_str()).unwrap()
    });
    println!("{text}");
}
