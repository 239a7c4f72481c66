using System.CommandLine;
using System.CommandLine.Invocation;
using Friending.PolicyTool;

var terminal = Terminal.OfProcess();
var root = new RootCommand("Checks, tests, compares and explains policy documents.")
{
    CheckCommand.Create(terminal),
    TestCommand.Create(terminal),
    DiffCommand.Create(terminal),
    ExplainCommand.Create(terminal),
    AskCommand.Create(terminal),
    TableCommand.Create(terminal),
};
var parsed = root.Parse(args);
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
