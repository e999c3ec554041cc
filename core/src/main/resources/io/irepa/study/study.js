document.querySelectorAll('table.sorts').forEach(table => {
  const body = table.tBodies[0];
  table.querySelectorAll('th').forEach((head, column) => head.onclick = () => {
    const number = row => parseFloat(row.cells[column].textContent.replace('−', '-'));
    const rows = [...body.rows], falls = head.dataset.order !== 'falls';
    const numbers = rows.some(row => !isNaN(number(row)));
    rows.sort((a, b) => {
      if (!numbers) return a.cells[column].textContent.localeCompare(b.cells[column].textContent);
      const x = number(a), y = number(b);
      return isNaN(x) ? (isNaN(y) ? 0 : 1) : isNaN(y) ? -1 : y - x;
    });
    if (!falls) rows.reverse();
    table.querySelectorAll('th').forEach(one => delete one.dataset.order);
    head.dataset.order = falls ? 'falls' : 'rises';
    body.append(...rows);
  });
});
