// Parses HTML, selects and changes it.
import * as cheerio from 'cheerio/slim';

const $ = cheerio.load('<ul id="fruits"><li class="apple">Apple &amp; co</li><li class="orange big">Orange</li><li>Pear<br></li></ul><form><input name="a" value="1"><select name="s"><option selected>x</option></select></form>');
$('li:nth-child(2)').addClass('new').removeClass('big').attr('data-x', '1').after('<li><b>Plum</b></li>');
$('.apple').text('<Apple>').css('color', 'red').wrap('<div/>');
console.log($.html(), $('li').map((i, e) => $(e).text()).get(), $('ul > li:not(.new)').length, $('form').serializeArray(), $('[data-x]').data(), $('#fruits').find('b').closest('ul').attr('id'));
console.log($('li').first().is('.apple'), $('li').toArray().map((e) => e.name + e.children.length), $('ul').extract?.({ all: ['li'] }));
try { $('li:bogus(').length; } catch (e) { console.log(e.message); }
