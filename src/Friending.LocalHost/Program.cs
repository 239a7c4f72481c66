using Friending.LocalHost;
using Friending.LocalHost.Commands;

return args switch
{
    [VerifyAudit.Command, .. var rest] => await VerifyAudit.RunAsync(rest),
    [EraseStaff.Command, .. var rest] => await EraseStaff.RunAsync(rest),
    _ => await CommandLine.RunAsync(args),
};
