from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0006_topics'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='release',
            field=models.PositiveIntegerField(blank=True, help_text='The release that understood or answered it; null is the model of the files, or no model.', null=True),
        ),
    ]
