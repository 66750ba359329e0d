/** What templates are called by the others: their stacks' names, else the files', none twice. */
export function groupNames(
  members: readonly (readonly [file: string, stackName: string | undefined])[],
): readonly string[] {
  const taken = new Set<string>();
  return members.map(([file, stackName]) => {
    const wanted = stackName ?? withoutEndings(file.slice(file.lastIndexOf('/') + 1));
    let name = wanted;
    for (let count = 2; taken.has(name); count += 1) name = `${wanted}-${count}`;
    taken.add(name);
    return name;
  });
}

function withoutEndings(file: string): string {
  const [name = ''] = file.split('.');
  return name === '' ? file : name;
}
