using BootstrapVz.Base.Architectures;
using BootstrapVz.Cli.Building;
using BootstrapVz.Common.Foreign;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Foreign;

public sealed class ForeignProgramsTests : IDisposable
{
    private readonly ScratchSpace _space = new();

    [Theory]
    [InlineData("amd64")]
    [InlineData("i386")]
    [InlineData("arm64")]
    [InlineData("riscv64")]
    public async Task The_smallest_program_of_an_architecture_ends_well(string name)
    {
        var architecture = ArchitectureTable.Get(name);
        var program = Path.Combine(_space.Folder("foreign"), "program");
        await File.WriteAllBytesAsync(program, ElfProgram.Ending(architecture), TestContext.Current.CancellationToken);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var interpreter = ThisHost.Quiet.Find($"qemu-{architecture.QemuName}-static");
        Assert.SkipUnless(interpreter is not null || !ArchitectureTable.IsForeign(architecture), "needs package qemu-user-static");

        await ThisHost.Quiet.RunAsync(interpreter is null ? new(program) : new(interpreter, program), TestContext.Current.CancellationToken);
    }

    public void Dispose() => _space.Dispose();
}
