using Friending.LocalHost.Tests;
using Xunit.MicrosoftTestingPlatform;

return args switch
{
    [OtherProcess.Host, ..] => await OtherProcess.ActAsHostAsync(args),
    [OtherProcess.Installer, ..] => await OtherProcess.ActAsInstallerAsync(args),
    _ => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
};
