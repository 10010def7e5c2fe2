using BootstrapVz.Base.Errors;
using BootstrapVz.Common.Boot;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Boot;

public sealed class ExtlinuxProgramTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Boot_sector_loader_and_library_are_taken_out_of_the_program(bool wide)
    {
        var program = ExtlinuxProgram.Parse(ExtlinuxSample.File(wide))!;

        Assert.Equal(ExtlinuxSample.BootSector, program.BootSector);
        Assert.Equal(ExtlinuxSample.Library, program.Library);
        Assert.Equal(ExtlinuxSample.Loader(), program.Loader);
    }

    [Theory]
    [InlineData(0)]                  // no program
    [InlineData(64 + 32 + 510)]      // no boot sector
    [InlineData(64 + 32 + 512)]      // no library
    [InlineData(64 + 32 + 512 + 96)] // no loader
    public void Another_program_is_not_understood(int damage)
    {
        var file = ExtlinuxSample.File(wide: true);
        file[damage] ^= 1;
        Assert.Null(ExtlinuxProgram.Parse(file));
    }

    [Fact]
    public async Task A_tree_without_it_or_with_another_one_is_refused()
    {
        await using var lab = new TaskLab();
        Assert.Equal("install extlinux", Assert.Throws<BuildException>(() => ExtlinuxProgram.Read(lab.Root)).Hint);
        await lab.WriteAsync("/usr/bin/extlinux", "#!/bin/sh\n");
        Assert.Contains("is not understood", Assert.Throws<BuildException>(() => ExtlinuxProgram.Read(lab.Root)).Message);
    }
}
