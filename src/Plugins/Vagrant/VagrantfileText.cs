namespace BootstrapVz.Plugins.Vagrant;

/// <summary>The Vagrantfile of a box, which those of its users are merged over.</summary>
internal static class VagrantfileText
{
    /// <summary>Writes it.</summary>
    /// <param name="box">The box.</param>
    /// <param name="mac">The address of its first network card, twelve hexadecimal digits.</param>
    public static string Of(Box box, string mac) => box.Provider == BoxProvider.Libvirt
        ? """
          Vagrant.configure("2") do |config|
            config.vm.provider :libvirt do |libvirt|
              libvirt.driver = "kvm"
            end
          end

          """
        : $"""
          Vagrant.configure("2") do |config|
            config.vm.base_mac = "{mac}"
            # Guest Additions are not in the box.
            config.vm.synced_folder ".", "/vagrant", type: "rsync"
            config.vm.provider :virtualbox do |virtualbox|
              virtualbox.check_guest_additions = false
          {(box.IsUefi ? "    virtualbox.customize [\"modifyvm\", :id, \"--firmware\", \"efi64\"]\n" : "")}  end
          end

          """;
}
