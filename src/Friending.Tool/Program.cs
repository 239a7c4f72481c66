using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Friending.Tool;
using Friending.Tool.Policies;

var terminal = Terminal.OfProcess();
var root = new RootCommand("Works on policy documents, and makes keys for programs that call the service.")
{
    new Command("policy", "Check, test, compare and explain policy documents.")
    {
        CheckCommand.Create(terminal),
        TestCommand.Create(terminal),
        DiffCommand.Create(terminal),
        ExplainCommand.Create(terminal),
        AskCommand.Create(terminal),
        TableCommand.Create(terminal),
    },
    NewKeyCommand.Create(terminal),
};
// --name=value as two arguments: a misspelt name with its value would get no suggestion.
var parsed = root.Parse([.. args.SelectMany(a => a.StartsWith("--", StringComparison.Ordinal) ? a.Split('=', 2) : [a])]);
// The parser takes an option that a command does not have for one of the command's files.
var command = parsed.CommandResult;
if (command.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens)
    .FirstOrDefault(t => t.Value.StartsWith("--", StringComparison.Ordinal)) is { } unknown)
{
    var options = command.Command.Options.Concat(root.Options.Where(o => o.Recursive)).Select(o => o.Name);
    terminal.Error.WriteLine($"{command.Command.Name} has no option {unknown.Value}; its options are {string.Join(", ", options)}.");
    return ExitCode.Unusable;
}
// An error takes one line; the help is shown only when it is asked for.
if (parsed.Action is ParseErrorAction error)
    error.ShowHelp = false;
try
{
    var exitCode = await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
    return parsed.Action is ParseErrorAction ? ExitCode.Unusable : exitCode;
}
catch (UnusableException e)
{
    terminal.Error.WriteLine(e.Message);
    return ExitCode.Unusable;
}
