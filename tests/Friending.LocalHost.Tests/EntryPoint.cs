using Friending.LocalHost.Tests;
using Friending.LocalHost.Tests.Digests;
using Friending.LocalHost.Tests.Notices;
using Xunit.MicrosoftTestingPlatform;

return args switch
{
    [OtherProcess.Host, ..] => await OtherProcess.ActAsHostAsync(args),
    [OtherProcess.Installer, ..] => await OtherProcess.ActAsInstallerAsync(args),
    [NoticeHost.Process, ..] => await NoticeHost.ActAsync(args),
    [DigestHost.Process, ..] => await DigestHost.ActAsync(args),
    _ => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
};
